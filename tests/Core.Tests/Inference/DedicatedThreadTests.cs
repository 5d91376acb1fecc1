using U2Video.Core.Inference;

namespace U2Video.Core.Tests.Inference;

public sealed class DedicatedThreadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DedicatedThread _thread = new("test");
    private readonly ManualResetEventSlim _begun = new();
    private readonly ManualResetEventSlim _mayEnd = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _mayEnd.Set();
        _thread.Dispose();
        _begun.Dispose();
        _mayEnd.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Work_under_way_is_not_waited_for_and_its_result_is_discarded()
    {
        var discarded = new List<int>();
        var task = _thread.RunAsync(() => Wait(7), discarded.Add, _stop.Token);
        Assert.True(_begun.Wait(Patience, TestContext.Current.CancellationToken));

        await _stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Patience));
        Assert.Equal(_stop.Token, error.CancellationToken);
        _mayEnd.Set();
        await _thread.RunAsync(() => 0);
        Assert.Equal([7], discarded);
    }

    [Fact]
    public async Task Work_that_waits_is_left_out()
    {
        var isDone = false;
        var before = _thread.RunAsync(() => Wait(1));
        var task = _thread.RunAsync(() => isDone = true, discard: null, _stop.Token);

        await _stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Patience));
        _mayEnd.Set();
        Assert.Equal(1, await before);
        await _thread.RunAsync(() => 0);
        Assert.False(isDone);
    }

    [Fact]
    public async Task A_result_that_is_waited_for_is_not_discarded()
    {
        var discarded = new List<int>();
        _mayEnd.Set();

        Assert.Equal(7, await _thread.RunAsync(() => Wait(7), discarded.Add, _stop.Token));

        await _stop.CancelAsync();
        await _thread.RunAsync(() => 0);
        Assert.Empty(discarded);
    }

    [Fact]
    public async Task A_failure_is_thrown_and_the_thread_goes_on()
    {
        await Assert.ThrowsAsync<IOException>(() => _thread.RunAsync<int>(() => throw new IOException("broken")));

        Assert.Equal(1, await _thread.RunAsync(() => 1));
    }

    [Fact]
    public async Task An_ended_thread_takes_no_work()
    {
        var thread = new DedicatedThread("ended");
        thread.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => thread.RunAsync(() => 1));
    }

    private int Wait(int result)
    {
        _begun.Set();
        Assert.True(_mayEnd.Wait(Patience));
        return result;
    }
}
