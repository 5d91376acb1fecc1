using System.Globalization;
using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Core.Models;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Metrics;

/// <summary>The built-in model on a real picture, whose true mask is made of what the model says of it.</summary>
public sealed class ModelEvaluationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public ModelEvaluationTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "images"));
        Directory.CreateDirectory(Path.Combine(_folder, "masks"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Training_and_evaluation_see_the_same_masks()
    {
        using var model = U2NetModel.LoadEmbedded();
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU);
        IReadOnlyList<TrainingPair> pairs = [WritePair("wide", 200, 150), WritePair("high", 90, 300)];

        var pictures = await ModelEvaluation.RunAsync(predictor, pairs, cancellation: default);
        var summary = EvaluationSummary.Of(pictures);
        var cheap = Evaluate(model, pairs);

        Assert.Equal([("wide", 200, 150), ("high", 90, 300)],
            pictures.Select(picture => (picture.Pair.Name, picture.Width, picture.Height)));
        Assert.InRange(summary.MeanIntersectionOverUnion, 0.3, 0.99); // a person in a portrait, and an ellipse about where it is
        Assert.Equal(cheap.MeanIntersectionOverUnion, summary.MeanIntersectionOverUnion, 1e-4);
        Assert.Equal(cheap.MeanAbsoluteError, summary.MeanAbsoluteError, 1e-4);
    }

    [Fact]
    public async Task Nothing_is_left_behind()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        IReadOnlyList<TrainingPair> pairs = [WritePair("a", 60, 50), WritePair("b", 50, 60)];
        await ModelEvaluation.RunAsync(predictor, pairs);

        // What other tests left to the collector must not go meanwhile.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (tensors, frames, masks) = (Tensor.TotalCount, Frame.AliveCount, Mask.AliveCount);

        var pictures = await ModelEvaluation.RunAsync(predictor, pairs);
        await WorstCases.DrawAsync(predictor, new EvaluationReport("m", 64, [new("d", pictures)]), 2);

        Assert.Equal((tensors, frames, masks), (Tensor.TotalCount, Frame.AliveCount, Mask.AliveCount));
    }

    [Fact]
    public async Task Progress_is_told_and_a_picture_that_cannot_be_read_is_named()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);

        // Pictures go through the network in batches, and the last here is in one of its own.
        var good = predictor.PreferredBatchSize;
        IReadOnlyList<TrainingPair> pairs = [.. Enumerable.Repeat(WritePair("a", 60, 50), good), WritePair("b", 60, 50)];
        await File.WriteAllTextAsync(pairs[^1].MaskPath, "no picture");
        var (told, frames) = (new Told(), Frame.AliveCount);

        var error = await Assert.ThrowsAsync<InputException>(() => ModelEvaluation.RunAsync(predictor, pairs, told));

        Assert.Contains("b.png", error.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, good), told.Values.Select(value => value.Pictures));
        var last = told.Values[^1];
        Assert.Equal(good + 1, last.Total);
        Assert.Equal(last.Elapsed / good, last.Remaining);
        Assert.Equal(frames, Frame.AliveCount);
    }

    [Fact]
    public async Task An_interrupted_evaluation_stops_at_the_next_picture()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        using var stop = new CancellationTokenSource();
        var told = new Told { Then = stop.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ModelEvaluation.RunAsync(predictor, [WritePair("a", 60, 50), WritePair("b", 60, 50)], told, stop.Token));

        Assert.Single(told.Values);
    }

    [Fact]
    public async Task The_sheet_shows_picture_masks_cut_out_and_difference()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 64);
        var pair = WritePair("a name that is so long that it would run into the figures", 120, 60);
        Cv2.ImWrite(pair.MaskPath, new Mat(60, 120, MatType.CV_8UC1, Scalar.White));
        var report = new EvaluationReport("model", 64, [new("data", await ModelEvaluation.RunAsync(predictor, [pair]))]);

        using var sheet = Cv2.ImDecode(await WorstCases.DrawAsync(predictor, report, 8), ImreadModes.Color);

        // Five views, 240 wide and 120 high, in one row beneath title, headings and caption.
        Assert.Equal((1248, 12 + 60 + 24 + 120 + 12 + 6), (sheet.Cols, sheet.Rows));
        Assert.Equal(new Vec3b(255, 255, 255), ViewPixel(1)); // the truth is white
        Assert.NotEqual(ViewPixel(0), ViewPixel(3)); // what is not cut out is gray
        var missed = ViewPixel(4);
        Assert.True(
            missed.Item2 > missed.Item0 + 50,
            $"the corner, which the mask lacks, is orange and not {missed.Item2}, {missed.Item1}, {missed.Item0}");

        Vec3b ViewPixel(int column) => sheet.At<Vec3b>(12 + 60 + 24 + 4, 12 + (column * 246) + 4);
    }

    [Fact]
    public async Task The_model_card_holds_on_portraits()
    {
        var folder = Fixtures.Shared("data", "portraits");
        Assert.SkipWhen(folder is null, "There is no ../shared/data/portraits beside this checkout.");
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU);

        var heldOut = DataSplit.Make([DataFolder.Open(folder)], SplitRule.EveryNth(10), without: []).Validation;

        var summary = EvaluationSummary.Of(await ModelEvaluation.RunAsync(predictor, heldOut));

        // The row of the card: data, pairs, IoU, MAE, …
        var card = File.ReadLines(Path.Combine(Fixtures.Path(""), "..", "..", "models", "README.md"))
            .Single(line => line.StartsWith("| Human Segmentation Dataset", StringComparison.Ordinal))
                .Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(int.Parse(card[2], CultureInfo.InvariantCulture), summary.Pictures);
        Assert.Equal(double.Parse(card[3], CultureInfo.InvariantCulture), summary.MeanIntersectionOverUnion, 5e-4);
        Assert.Equal(double.Parse(card[4], CultureInfo.InvariantCulture), summary.MeanAbsoluteError, 5e-4);
    }

    private static MaskMetrics Evaluate(U2NetModel model, IReadOnlyList<TrainingPair> pairs) =>
        Validation.Run(model.Network, model.Description, pairs, LossMixture.Default, default).Metrics;

    private TrainingPair WritePair(string name, int width, int height)
    {
        var pair = new TrainingPair(name, Path.Combine(_folder, "images", name + ".png"), Path.Combine(_folder, "masks", name + ".png"));
        using var picture = Cv2.ImRead(Fixtures.Path("input.png"));
        using var image = picture.Resize(new OpenCvSharp.Size(width, height), interpolation: InterpolationFlags.Area);
        Cv2.ImWrite(pair.ImagePath, image);
        using var mask = new Mat(height, width, MatType.CV_8UC1, Scalar.Black);
        Cv2.Ellipse(mask, new Point(width * 0.45, height * 0.65), new OpenCvSharp.Size(width * 0.35, height * 0.55), 0, 0, 360,
            Scalar.White, thickness: -1);
        Cv2.ImWrite(pair.MaskPath, mask);
        return pair;
    }

    private sealed class Told : IProgress<EvaluationProgress>
    {
        public List<EvaluationProgress> Values { get; } = [];

        public Action? Then { get; init; }

        public void Report(EvaluationProgress value)
        {
            Values.Add(value);
            Then?.Invoke();
        }
    }
}
