using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks.Fast;

/// <summary>Work that threads share.</summary>
public class SharedWorkTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 100)]
    [InlineData(2, 1)]
    [InlineData(2, 1000)]
    [InlineData(5, 1000)]
    public async Task Each_piece_is_done_once_by_threads_of_different_numbers(int threads, int pieces)
    {
        var counts = new int[pieces];
        var busy = new int[threads];
        var clashes = 0;
        await OnThreadOfItsOwn(() =>
        {
            Assert.True(OpenMP.TrySetThreads(threads));
            Assert.Equal(threads, OpenMP.Threads);
            SharedWork.ForEach(pieces, (piece, thread) =>
            {
                clashes += Interlocked.Increment(ref busy[thread]) > 1 ? 1 : 0;
                Interlocked.Increment(ref counts[piece]);
                Thread.SpinWait(200);
                Interlocked.Decrement(ref busy[thread]);
            });
            return true;
        });

        Assert.All(counts, count => Assert.Equal(1, count));
        Assert.Equal(0, clashes);
    }

    // The caller does not wait for threads that have not come: here each of them is kept by a piece of other work.
    [Fact]
    public async Task Is_done_while_no_other_thread_is_free()
    {
        using var release = new ManualResetEventSlim();
        var helpers = Math.Max(1, Environment.ProcessorCount - 1);
        var (began, callers) = (0, new List<Task<bool>>());
        for (var i = 0; i < 4 * helpers; i++)
        {
            callers.Add(OnThreadOfItsOwn(() =>
            {
                OpenMP.TrySetThreads(2);
                SharedWork.ForEach(2, (_, _) =>
                {
                    Interlocked.Increment(ref began);
                    release.Wait();
                });
                return true;
            }));
        }

        await Task.Run(() => SpinWait.SpinUntil(() => Volatile.Read(ref began) >= 4 * helpers, TimeSpan.FromSeconds(20)));
        var done = await OnThreadOfItsOwn(() =>
        {
            OpenMP.TrySetThreads(2);
            var pieces = 0;
            SharedWork.ForEach(100, (_, _) => Interlocked.Increment(ref pieces));
            return pieces;
        }).WaitAsync(TimeSpan.FromSeconds(20));
        release.Set();
        await Task.WhenAll(callers);

        Assert.Equal(100, done);
    }

    [Fact]
    public async Task What_a_piece_throws_arrives_when_all_are_done()
    {
        var done = 0;
        var failure = await OnThreadOfItsOwn(() =>
        {
            OpenMP.TrySetThreads(2);
            return Record.Exception(() => SharedWork.ForEach(50, (piece, _) =>
            {
                Interlocked.Increment(ref done);
                if (piece == 7)
                {
                    throw new InvalidDataException("seven");
                }
            }));
        });

        Assert.Equal("seven", Assert.IsType<InvalidDataException>(failure).Message);
        Assert.Equal(50, done);
    }

    // The number of threads is each thread's own: those of other tests keep theirs.
    private static Task<T> OnThreadOfItsOwn<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            // Torch sets a thread up by its own rules when it first computes there.
            _ = get_num_threads();
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
