using OpenCvSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Training;
using U2Video.Core.Training.Data;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public TrainerTests()
    {
        foreach (var name in new[] { "images", "masks" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
        }

        for (var i = 0; i < 12; i++)
        {
            WritePair(i);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private TrainingOptions Options => new()
    {
        DataFolders = [_folder],
        OutputPath = Path.Combine(_folder, "model.safetensors"),
        Size = 32,
        Epochs = 3,
        BatchSize = 5,
        HoldOutEvery = 6,
        LearningRate = 3e-3,
        Augmentation = new() { SmallestCrop = 0.8, Background = new() { Probability = 0 }, Scene = new() { Probability = 0 } },
    };

    [Fact]
    public void Learns_and_keeps_the_best_checkpoint()
    {
        var losses = new List<double>();
        var figures = new List<MaskMetrics>();
        var best = Trainer.Run(Options, CPU, progress => (progress.HeldOut is { } held ? () => figures.Add(held) : (Action)(() => losses.Add(progress.Loss)))(), default);

        Assert.Equal(Options.Epochs, figures.Count);
        Assert.True(losses[^1] < losses[0] * 0.8, $"the loss went from {losses[0]} to {losses[^1]}");
        Assert.Equal(figures.Max(metrics => metrics.MeanIntersectionOverUnion), best.MeanIntersectionOverUnion);

        using var model = U2NetModel.Load(Options.OutputPath);
        var heldOut = DataSplit.Make([DataFolder.Open(_folder)], SplitRule.EveryNth(Options.HoldOutEvery), without: []).Validation;
        var again = Evaluation.Run(model.Network, model.Description, heldOut, Options.Size, default);
        Assert.Equal(best.MeanIntersectionOverUnion, again.MeanIntersectionOverUnion, 1e-6);
        Assert.Equal(32, model.Description.InputSize);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        Assert.Equal(Losses(), Losses());

        List<double> Losses()
        {
            var losses = new List<double>();
            Trainer.Run(Options with { Epochs = 1 }, CPU, progress => losses.Add(progress.Loss), default);
            return losses;
        }
    }

    [Fact]
    public void An_interrupted_run_stops_at_once()
    {
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Run(Options, CPU, _ => stop.Cancel(), stop.Token));
        Assert.Empty(Directory.EnumerateFiles(_folder, ".*.partial*"));
    }

    [Fact]
    public void An_unreadable_picture_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "images", "03.png"), "no picture");

        var error = Assert.Throws<InputException>(() => Trainer.Run(Options, CPU, _ => { }, default));

        Assert.Contains("03.png", error.Message, StringComparison.Ordinal);
    }

    private void WritePair(int index)
    {
        using var mask = new Mat(48, 48, MatType.CV_8UC1, Scalar.Black);
        Cv2.Circle(mask, new Point(12 + (index * 2), 24), 10, Scalar.White, thickness: -1);
        using var image = new Mat(48, 48, MatType.CV_8UC3, new Scalar(40, 40, 40));
        image.SetTo(new Scalar(30, 60, 220), mask);
        Cv2.ImWrite(Path.Combine(_folder, "images", $"{index:D2}.png"), image);
        Cv2.ImWrite(Path.Combine(_folder, "masks", $"{index:D2}.png"), mask);
    }
}
