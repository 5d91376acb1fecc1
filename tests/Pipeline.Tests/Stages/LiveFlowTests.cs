using System.Threading.Channels;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline.Tests.Stages;

public class LiveFlowTests
{
    private readonly Channel<Item> _source = Channel.CreateUnbounded<Item>();
    private readonly List<Item> _made = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_there_is_time_all_frames_pass_in_order()
    {
        using var flow = new LiveFlow(outputs: 1);
        await using var frames = flow.NewestAsync(_source.Reader.ReadAllAsync(), Stop).GetAsyncEnumerator(Stop);
        for (var i = 0; i < 50; i++)
        {
            Feed(i);
            Assert.True(await frames.MoveNextAsync());
            Assert.Equal(i, frames.Current.Number);
            flow.Written(i);
        }

        _source.Writer.Complete();
        Assert.False(await frames.MoveNextAsync());
        Assert.Equal(0, flow.Dropped);
    }

    [Fact]
    public async Task No_more_than_some_are_under_way_and_then_the_newest_counts()
    {
        using var flow = new LiveFlow(outputs: 1);
        await using var frames = flow.NewestAsync(_source.Reader.ReadAllAsync(), Stop).GetAsyncEnumerator(Stop);
        for (var i = 0; i < LiveFlow.MostUnderWay; i++)
        {
            Feed(i);
            Assert.True(await frames.MoveNextAsync());
        }

        var next = frames.MoveNextAsync();
        Feed(100);
        Feed(101);
        Feed(102);
        await UntilAsync(() => flow.Dropped == 2);
        Assert.False(next.IsCompleted);

        flow.Written(0);
        Assert.True(await next);
        Assert.Equal(102, frames.Current.Number);
        Assert.Equal([100, 101], _made.Where(item => item.IsDisposed).Select(item => item.Number));
    }

    [Fact]
    public async Task A_frame_is_done_when_all_outputs_have_it()
    {
        using var flow = new LiveFlow(outputs: 2);
        await using var frames = flow.NewestAsync(_source.Reader.ReadAllAsync(), Stop).GetAsyncEnumerator(Stop);
        Feed(0);
        Assert.True(await frames.MoveNextAsync());

        flow.Written(0);
        Assert.Empty(flow.Latency);
        flow.Written(0);
        Assert.Equal([50, 95, 99, 100], flow.Latency.Keys);
        Assert.All(flow.Latency.Values, time => Assert.True(time > TimeSpan.Zero));
    }

    [Fact]
    public async Task The_last_frame_comes_before_the_end_and_before_a_failure()
    {
        using var flow = new LiveFlow(outputs: 1);
        await using var frames = flow.NewestAsync(_source.Reader.ReadAllAsync(), Stop).GetAsyncEnumerator(Stop);
        Feed(7);
        _source.Writer.Complete(new InvalidDataException("broken"));

        Assert.True(await frames.MoveNextAsync());
        Assert.Equal(7, frames.Current.Number);
        var error = await Assert.ThrowsAnyAsync<InvalidDataException>(async () => await frames.MoveNextAsync());
        Assert.Equal("broken", error.Message);
    }

    [Fact]
    public async Task A_reader_that_leaves_stops_the_source_and_frees_what_waits()
    {
        using var flow = new LiveFlow(outputs: 1);
        await using (var frames = flow.NewestAsync(_source.Reader.ReadAllAsync(), Stop).GetAsyncEnumerator(Stop))
        {
            Feed(0);
            Assert.True(await frames.MoveNextAsync());
            Feed(1);
            await UntilAsync(() => _source.Reader.Count == 0);
        }

        Assert.True(_made[1].IsDisposed);
    }

    [Fact]
    public void Percentiles_are_those_of_all_times()
    {
        var histogram = new LatencyHistogram();
        Assert.Empty(histogram.Percentiles(50));
        for (var i = 1; i <= 1000; i++)
        {
            histogram.Add(TimeSpan.FromMilliseconds(i - 0.5));
        }

        histogram.Add(TimeSpan.FromSeconds(30));

        var times = histogram.Percentiles(50, 95, 99, 100);
        Assert.Equal([501, 951, 991, 30_000], times.Values.Select(time => time.TotalMilliseconds));
    }

    private void Feed(int number)
    {
        var item = new Item(number);
        _made.Add(item);
        _source.Writer.TryWrite(item);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(5, Stop);
        }
    }

    private sealed class Item(int number) : IDisposable
    {
        public int Number => number;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
