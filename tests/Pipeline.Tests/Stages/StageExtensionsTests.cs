using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline.Tests.Stages;

public class StageExtensionsTests
{
    [Fact]
    public async Task Items_arrive_in_order()
    {
        var items = new Items();
        var seen = new List<int>();

        await foreach (var item in items.Make(50).Buffered(3).Buffered(2))
        {
            seen.Add(item.Number);
            item.Dispose();
        }

        Assert.Equal(Enumerable.Range(0, 50), seen);
        Assert.Equal(0, items.Alive);
    }

    [Fact]
    public async Task A_slow_reader_holds_the_maker_back()
    {
        var items = new Items();
        var reader = items.Make(1000).Buffered(3).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await reader.MoveNextAsync();
        reader.Current.Dispose();

        await Task.Delay(100, TestContext.Current.CancellationToken);

        Assert.InRange(items.Made, 1, 6);
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task The_makers_failure_arrives_behind_what_it_made()
    {
        var items = new Items { FailAt = 5 };
        var seen = 0;

        var error = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var item in items.Make(10).Buffered(2).Buffered(2))
            {
                seen++;
                item.Dispose();
            }
        });

        Assert.Equal("at 5", error.Message);
        Assert.Equal(5, seen);
        Assert.Equal(0, items.Alive);
    }

    [Fact]
    public async Task The_readers_failure_stops_the_maker_and_disposes_what_is_on_the_way()
    {
        var items = new Items();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var item in items.Make(int.MaxValue).Buffered(3).Buffered(3))
            {
                item.Dispose();
                throw new InvalidOperationException();
            }
        });

        Assert.True(items.HasStopped);
        Assert.Equal(0, items.Alive);
    }

    [Fact]
    public async Task Cancelling_ends_a_waiting_reader()
    {
        var items = new Items { HangAt = 2 };
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in items.Make(10).Buffered(3).WithCancellation(stop.Token))
            {
                item.Dispose();
                if (item.Number == 1)
                {
                    stop.CancelAfter(20);
                }
            }
        });

        Assert.True(items.HasStopped);
        Assert.Equal(0, items.Alive);
    }

    private sealed class Items
    {
        private int _alive;

        public int Made { get; private set; }

        public int? FailAt { get; init; }

        public int? HangAt { get; init; }

        public bool HasStopped { get; private set; }

        public int Alive => _alive;

        public async IAsyncEnumerable<Item> Make(
            int count, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
        {
            try
            {
                for (var number = 0; number < count; number++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (number == FailAt)
                    {
                        throw new InvalidDataException($"at {number}");
                    }

                    if (number == HangAt)
                    {
                        await Task.Delay(Timeout.Infinite, cancellation);
                    }

                    await Task.Yield();
                    Made++;
                    Interlocked.Increment(ref _alive);
                    yield return new Item(number, () => Interlocked.Decrement(ref _alive));
                }
            }
            finally
            {
                HasStopped = true;
            }
        }
    }

    private sealed class Item(int number, Action disposed) : IDisposable
    {
        public int Number => number;

        public void Dispose() => disposed();
    }
}
