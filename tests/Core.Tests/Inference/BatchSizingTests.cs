using U2Video.Core.Inference;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Inference;

public class BatchSizingTests
{
    private static readonly InputSize Tiny = new(64, 32);

    [Theory]
    [InlineData(new[] { 10.0, 10.2, 10.4 }, 1)]
    [InlineData(new[] { 10.0, 15, 15.5 }, 2)]
    [InlineData(new[] { 10.0, 9, 20 }, 4)]
    [InlineData(new[] { 10.0, 20, 30, 28 }, 4)]
    [InlineData(new[] { 10.0 }, 1)]
    [InlineData(new double[0], 1)]
    public void The_smallest_batch_near_the_best_is_chosen(double[] speeds, int expected) =>
        Assert.Equal(expected, BatchSizing.Choose(Trials(speeds)));

    [Theory]
    [InlineData(new[] { 10.0 }, false)]
    [InlineData(new[] { 10.0, 9.6 }, false)]
    [InlineData(new[] { 10.0, 9.4 }, true)]
    [InlineData(new[] { 10.0, 9.6, 9.4 }, true)]
    public void Trials_end_where_speed_falls(double[] speeds, bool expected) =>
        Assert.Equal(expected, BatchSizing.IsSlower(Trials(speeds)));

    [Fact]
    public async Task Batches_are_doubled_up_to_what_can_be_filled_and_tried_once()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        var sizing = new BatchSizing(predictor);

        var trials = await sizing.TryAsync(Tiny, most: 3, frameBytes: 0, CancellationToken.None);

        Assert.Equal(new[] { 1, 2 }.Take(trials.Count), trials.Select(trial => trial.BatchSize));
        Assert.All(trials, trial => Assert.InRange(trial.PicturesPerSecond, 0.01, 100_000));
        Assert.True(trials.Count == 2 || BatchSizing.IsSlower(trials));
        Assert.Same(trials, await sizing.TryAsync(Tiny, most: 3, frameBytes: 0, CancellationToken.None));
    }

    [Fact]
    public async Task Trials_end_where_the_frames_that_wait_would_take_too_much_memory()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);

        var trials = await new BatchSizing(predictor).TryAsync(Tiny, most: 64, frameBytes: 1L << 30, CancellationToken.None);

        Assert.Equal(1, Assert.Single(trials).BatchSize);
    }

    [Fact]
    public async Task Who_gives_up_is_heard()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => new BatchSizing(predictor).TryAsync(Tiny, 64, 0, cancelled.Token));
    }

    [Fact]
    public async Task Every_pass_but_the_first_is_timed()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);

        var times = await PredictorSpeed.MeasureAsync(predictor, Tiny, batch: 2, passes: 3);

        Assert.Equal(3, times.Count);
        Assert.All(times, time => Assert.True(time > TimeSpan.Zero));
    }

    private static BatchTrial[] Trials(double[] speeds) => [.. speeds.Select((speed, index) => new BatchTrial(1 << index, speed))];
}
