using System.Diagnostics;
using OpenCvSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Core.Tests.Checkpoints.Registry;
using U2Video.Core.Training.Data;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests;

/// <summary>Whatever may be cancelled is over two seconds after that, and leaves no picture.</summary>
public sealed class CancellationTests : IDisposable
{
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
    public async Task A_measurement_of_speed()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);

        await AssertEndsAsync(cancellation => PredictorSpeed.MeasureAsync(predictor, new InputSize(64, 64), 1, 1_000_000, cancellation));
    }

    [Fact]
    public async Task An_evaluation_and_its_sheet()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        var pair = WritePair();
        var pictures = await ModelEvaluation.RunAsync(predictor, [pair], progress: null, TestContext.Current.CancellationToken);

        await AssertEndsAsync(cancellation => ModelEvaluation.RunAsync(predictor, [.. Enumerable.Repeat(pair, 100_000)], progress: null, cancellation));

        var report = new EvaluationReport("m", 64, [new("d", [.. Enumerable.Repeat(pictures[0], WorstCases.LargestCount)])]);
        await AssertEndsAsync(cancellation => WorstCases.DrawAsync(predictor, report, WorstCases.LargestCount, cancellation), milliseconds: 50);
    }

    [Fact]
    public async Task A_check_of_data()
    {
        WritePair();
        var data = DataFolder.Open(_folder);

        await AssertEndsAsync(cancellation => Task.Run(() => DataCheck.Run([.. Enumerable.Repeat(data, 100_000)], null, cancellation), cancellation));
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
