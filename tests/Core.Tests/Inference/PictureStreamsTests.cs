using TorchSharp;
using U2Video.Core.Inference;

namespace U2Video.Core.Tests.Inference;

public sealed class PictureStreamsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DedicatedThread _thread = new("test");
    private readonly PictureStreams _streams;
    private readonly int _threads;

    public PictureStreamsTests()
    {
        _threads = _thread.RunAsync(torch.get_num_threads).Result;
        _streams = _thread.RunAsync(() => new PictureStreams()).Result;
    }

    public void Dispose()
    {
        _thread.Dispose();
        _streams.Dispose();
    }

    [Fact]
    public void There_are_as_many_as_torch_has_threads_up_to_four() => Assert.Equal(Math.Clamp(_threads, 1, 4), _streams.Count);

    [Fact]
    public async Task They_run_at_the_same_time_and_share_the_threads()
    {
        // Whoever computes waits here for the others, which come only if they are computed at the same time.
        using var meeting = new Barrier(_streams.Count);
        var shares = await RunAsync(_streams.Count, _ =>
        {
            Assert.True(meeting.SignalAndWait(Patience));
            return torch.get_num_threads();
        });

        Assert.Equal(_threads, shares.Sum());
    }

    [Fact]
    public async Task A_single_picture_has_all_threads()
    {
        await RunAsync(2 * _streams.Count, index => index);

        Assert.Equal([_threads], await RunAsync(1, _ => torch.get_num_threads()));
        Assert.Equal(_threads, await Task.Run(torch.get_num_threads, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Results_are_in_order() =>
        Assert.Equal(Enumerable.Range(0, 50), await RunAsync(50, index =>
        {
            Thread.Sleep(index % 3);
            return index;
        }));

    [Fact]
    public async Task A_failure_is_thrown_and_leaves_no_result_behind()
    {
        var (made, disposed) = (0, 0);
        var error = await Assert.ThrowsAsync<IOException>(() => _thread.RunAsync(() => _streams.Run(10, index =>
        {
            if (index == 5)
            {
                throw new IOException("broken");
            }

            Interlocked.Increment(ref made);
            return new Result(index, () => Interlocked.Increment(ref disposed));
        })));

        Assert.Equal("broken", error.Message);
        Assert.InRange(made, 5, 9);
        Assert.Equal(made, disposed);
    }

    private async Task<int[]> RunAsync(int count, Func<int, int> compute)
    {
        var results = await _thread.RunAsync(() => _streams.Run(count, index => new Result(compute(index), () => { })));
        return [.. results.Select(result => result.Value)];
    }

    private sealed record Result(int Value, Action WhenDisposed) : IDisposable
    {
        public void Dispose() => WhenDisposed();
    }
}
