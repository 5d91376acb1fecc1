using System.Diagnostics;
using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Core.Models;
using U2Video.Core.Tests.Models.Registry;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests;

/// <summary>Whatever may be cancelled is over two seconds after that, and leaves no picture.</summary>
public sealed class CancellationTests : IDisposable
{
    // As many pictures of 320 pixels as take the network far longer than the limit.
    private const int LongBatch = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly (int Frames, int Masks) _before = (Frame.AliveCount, Mask.AliveCount);
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Assert.Equal(_before, (Frame.AliveCount, Mask.AliveCount));
    }

    [Fact]
    public async Task A_pull_from_a_server_that_hangs()
    {
        using var fixture = new StoreFixture();
        await using var server = new LoopbackServer((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        var store = fixture.StoreAt(server.Address);

        await AssertEndsAsync(cancellation => store.PullAsync(fixture.Model, progress: null, cancellation));

        Assert.Empty(Directory.GetFiles(fixture.Folder, "*.onnx"));
    }

    [Fact]
    public async Task A_search_that_reads_without_end()
    {
        using var fixture = new StoreFixture();
        File.CreateSymbolicLink(fixture.FinalPath, "/dev/zero");
        var store = fixture.StoreAt(new Uri("http://localhost/"));

        await AssertEndsAsync(cancellation => store.FindAsync(fixture.Model, cancellation));
        await AssertEndsAsync(cancellation => store.PullAsync(fixture.Model, progress: null, cancellation));
    }

    [Fact]
    public async Task A_pull_that_waits_for_another()
    {
        using var fixture = new StoreFixture();
        await using var held = new FileStream(fixture.LockPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var store = fixture.StoreAt(new Uri("http://localhost/"));

        await AssertEndsAsync(cancellation => store.PullAsync(fixture.Model, progress: null, cancellation));
    }

    [Fact]
    public async Task A_prediction_under_way()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 320);
        using var frame = Noise(320);
        Frame[] batch = [.. Enumerable.Repeat(frame, LongBatch)];

        await AssertEndsAsync(cancellation => predictor.PredictAsync(batch, cancellation));
        await AssertEndsAsync(cancellation => predictor.PredictInputsAsync(batch, cancellation));

        // The network is free again long before it would have finished either.
        using var mask = (await predictor.PredictAsync([frame]).WaitAsync(Limit, TestContext.Current.CancellationToken))[0];
    }

    [Fact]
    public async Task A_prediction_of_a_single_picture_is_not_waited_for()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        using var large = Noise(1024);
        using var small = Noise(64);

        Task<IReadOnlyList<Mask>>? behind = null;
        await AssertEndsAsync(cancellation =>
        {
            var first = predictor.PredictInputsAsync([large], cancellation);
            behind = predictor.PredictInputsAsync([small], CancellationToken.None);
            return first;
        });

        Assert.False(behind!.IsCompleted, "The network was done with the large picture before it was cancelled.");
        using var mask = (await behind)[0];
    }

    [Fact]
    public async Task A_prediction_that_waits_for_another()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 320);
        using var frame = Noise(320);
        using var stop = new CancellationTokenSource();
        var before = predictor.PredictInputsAsync([.. Enumerable.Repeat(frame, LongBatch)], stop.Token);

        await AssertEndsAsync(cancellation => predictor.PredictAsync([frame], cancellation));
        await AssertEndsAsync(cancellation => predictor.PredictInputsAsync([.. Enumerable.Repeat(frame, 1_000_000)], cancellation));

        Assert.False(before.IsCompleted, "The other was done before they were cancelled.");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => before);
    }

    [Fact]
    public async Task What_is_cancelled_already()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        using var frame = Noise(64);
        var cancelled = new CancellationToken(canceled: true);

        Assert.True(predictor.PredictAsync([frame], cancelled).IsCanceled);
        Assert.True(predictor.PredictInputsAsync([frame], cancelled).IsCanceled);
        Assert.True(PredictorSpeed.MeasureAsync(predictor, new InputSize(64, 64), 1, 1, cancelled).IsCanceled);
        Assert.True(ModelEvaluation.RunAsync(predictor, [WritePair()], null, cancelled).IsCanceled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => predictor.PredictInputsAsync([frame], cancelled));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(320, LongBatch)]
    public async Task A_measurement_of_speed(int side, int batch)
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);

        await AssertEndsAsync(
            cancellation => PredictorSpeed.MeasureAsync(predictor, new InputSize(side, side), batch, 1_000_000, cancellation));
    }

    [Fact]
    public async Task An_evaluation_and_its_sheet()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        var pair = WritePair();
        var pictures = await ModelEvaluation.RunAsync(predictor, [pair], progress: null, TestContext.Current.CancellationToken);

        await AssertEndsAsync(cancellation =>
            ModelEvaluation.RunAsync(predictor, [.. Enumerable.Repeat(pair, 100_000)], progress: null, cancellation));

        var report = new EvaluationReport("m", 64, [new("d", [.. Enumerable.Repeat(pictures[0], WorstCases.LargestCount)])]);
        await AssertEndsAsync(cancellation =>
            WorstCases.DrawAsync(predictor, report, WorstCases.LargestCount, cancellation), milliseconds: 50);
    }

    [Fact]
    public async Task A_check_of_data()
    {
        WritePair();
        var data = DataFolder.Open(_folder);

        await AssertEndsAsync(cancellation =>
            Task.Run(() => DataCheck.Run([.. Enumerable.Repeat(data, 100_000)], new(), null, cancellation), cancellation));
    }

    private static async Task AssertEndsAsync(Func<CancellationToken, Task> start, int milliseconds = 500)
    {
        using var stop = new CancellationTokenSource();
        var run = start(stop.Token);
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted, "It was over before it could be cancelled.");
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
    }

    private static Frame Noise(int side)
    {
        var frame = new Frame(side, side);
        new Random(1).NextBytes(frame.Pixels.Span);
        return frame;
    }

    private TrainingPair WritePair()
    {
        var pair = new TrainingPair("a", Path.Combine(_folder, "images", "a.png"), Path.Combine(_folder, "masks", "a.png"));
        foreach (var (path, type) in new[] { (pair.ImagePath, MatType.CV_8UC3), (pair.MaskPath, MatType.CV_8UC1) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var picture = new Mat(64, 64, type, Scalar.All(0));
            Cv2.Circle(picture, new Point(32, 32), 20, Scalar.All(255), thickness: -1);
            Cv2.ImWrite(path, picture);
        }

        return pair;
    }
}
