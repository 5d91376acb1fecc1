using OpenCvSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;
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

    private static Recipe Small => Recipe.Portrait with
    {
        Size = 32,
        Epochs = 3,
        BatchSize = 5,
        LearningRate = 3e-3,
        Augmentation = Augmentation.None with { Crop = CropMode.Resized, SmallestCrop = 0.8, FlipProbability = 0.5, Jitter = 0.2 },
    };

    private TrainingOptions Options => Make(Small, "model");

    private TrainingOptions Make(Recipe recipe, string name)
    {
        var split = DataSplit.Make([DataFolder.Open(_folder)], SplitRule.EveryNth(6), without: []);
        return new TrainingOptions
        {
            Recipe = recipe,
            Training = split.Training,
            Validation = split.Validation,
            OutputPath = Path.Combine(_folder, name + ".safetensors"),
            LastPath = Path.Combine(_folder, name + ".last.safetensors"),
        };
    }

    [Fact]
    public void Learns_and_keeps_the_best_checkpoint()
    {
        var log = new Log();

        var best = Trainer.Run(Options, CPU, [log]);

        Assert.Equal([1, 2, 3], log.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)], log.Steps.Select(step => (step.Epoch, step.Step)));
        Assert.True(log.Epochs[^1].Training.Sum < log.Epochs[0].Training.Sum * 0.9, "the loss does not fall");
        Assert.Equal(log.Epochs.Max(epoch => epoch.HeldOut.MeanIntersectionOverUnion), best.MeanIntersectionOverUnion);
        Assert.Equal(best, log.Epochs.Last(epoch => epoch.IsBest).HeldOut);

        using var model = U2NetModel.Load(Options.OutputPath);
        var again = Validation.Run(model.Network, model.Description, Options.Validation, LossMixture.Default, default);
        Assert.Equal(best.MeanIntersectionOverUnion, again.Metrics.MeanIntersectionOverUnion, 1e-6);
        Assert.Equal(32, model.Description.InputSize);
    }

    [Fact]
    public void A_few_pictures_are_learned_by_heart()
    {
        var recipe = Small with { Epochs = 40, LearningRate = 3e-3, BatchSize = 2, Augmentation = Augmentation.None };
        var options = Make(recipe, "model");
        options = options with { Training = [.. options.Training.Take(4)] };
        options = options with { Validation = options.Training };

        var best = Trainer.Run(options, CPU, []);

        Assert.InRange(best.MeanAbsoluteError, 0, 0.05);
        Assert.InRange(best.MeanIntersectionOverUnion, 0.9, 1);
    }

    [Fact]
    public void The_loss_is_the_sum_of_seven_terms_and_an_epoch_s_the_mean_of_its_steps()
    {
        var log = new Log();
        Trainer.Run(Make(Small with { Epochs = 1 }, "model"), CPU, [log]);

        Assert.All(log.Steps, step => Assert.Equal(LossTerms.Count, step.Loss.Terms.Count));
        Assert.Equal(log.Steps.Average(step => step.Loss.Sum), log.Epochs[0].Training.Sum, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_run_that_was_stopped_and_resumed_ends_like_one_that_was_not(int stopAfter)
    {
        Trainer.Run(Options, CPU, []);
        using var stop = new CancellationTokenSource();
        var stopped = Make(Small, "stopped");
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Run(stopped, CPU, [new Stopper(stop, stopAfter)], stop.Token));

        // What happened to chance in between must not matter.
        random.manual_seed(99);
        var log = new Log();
        Trainer.Run(stopped with { Resume = true }, CPU, [log]);

        Assert.Equal(6 - stopAfter, log.Steps.Count);
        AssertEqual(Options.LastPath, stopped.LastPath);
        AssertEqual(Options.OutputPath, stopped.OutputPath);
    }

    [Fact]
    public void A_run_with_batches_of_several_sizes_is_resumed_exactly()
    {
        var sizes = Small with { Size = 96, SmallestSize = 32, Epochs = 2 };
        var whole = Make(sizes, "whole");
        Trainer.Run(whole, CPU, []);
        using var stop = new CancellationTokenSource();
        var stopped = Make(sizes, "stopped");
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Run(stopped, CPU, [new Stopper(stop, 1)], stop.Token));
        Assert.Throws<UsageException>(
            () => Trainer.Run(Make(sizes with { SmallestSize = 64 }, "stopped") with { Resume = true }, CPU, []));

        Trainer.Run(stopped with { Resume = true }, CPU, []);

        AssertEqual(whole.OutputPath, stopped.OutputPath);
    }

    [Fact]
    public void A_run_of_an_earlier_version_is_resumed_although_it_calls_the_wiring_otherwise()
    {
        var recipe = Small with
        {
            Variant = Small.Variant with { Wiring = Wiring.Kimjy99 },
            Schedule = new Schedule.Constant(),
            Epochs = 1,
        };
        var options = Make(recipe, "earlier");
        Trainer.Run(options, CPU, []);
        using (var checkpoint = CheckpointReader.Read(options.LastPath))
        {
            var metadata = checkpoint.Metadata.ToDictionary(
                entry => entry.Key, entry => entry.Value.Replace("kimjy99", "seed", StringComparison.Ordinal));
            Assert.DoesNotContain("smallest-size", metadata["training.settings"], StringComparison.Ordinal);
            Assert.Contains("wiring seed;", metadata["training.settings"], StringComparison.Ordinal);
            SafetensorsWriter.Write(options.LastPath, checkpoint.Tensors, metadata);
        }

        var log = new Log();
        Trainer.Run(Make(recipe with { Epochs = 2 }, "earlier") with { Resume = true }, CPU, [log]);

        Assert.Equal([2], log.Epochs.Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void A_run_that_has_ended_is_resumed_with_more_epochs()
    {
        var constant = Small with { Schedule = new Schedule.Constant(), Epochs = 1 };
        Trainer.Run(Make(constant, "model"), CPU, []);
        var log = new Log();

        Trainer.Run(Make(constant with { Epochs = 2 }, "model") with { Resume = true }, CPU, [log]);

        Assert.Equal([2], log.Epochs.Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void Another_run_s_checkpoint_is_not_gone_on_with()
    {
        Trainer.Run(Make(Small with { Epochs = 1 }, "model"), CPU, []);
        U2NetModel.LoadEmbedded().Save(Path.Combine(_folder, "other.last.safetensors"));

        Assert.Throws<UsageException>(() => Trainer.Run(Options with { Resume = true, Seed = 2 }, CPU, []));
        Assert.Throws<ModelException>(() => Trainer.Run(Make(Small, "other") with { Resume = true }, CPU, []));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_whatever_the_workers()
    {
        Trainer.Run(Options with { Workers = 1 }, CPU, []);
        Trainer.Run(Make(Small, "again") with { Workers = 3 }, CPU, []);

        AssertEqual(Options.LastPath, Make(Small, "again").LastPath);
    }

    [Fact]
    public void Accumulation_makes_fewer_and_larger_steps()
    {
        var log = new Log();
        Trainer.Run(Make(Small with { BatchSize = 2, Accumulation = 2, Epochs = 1 }, "model"), CPU, [log]);

        Assert.Equal(2, log.Steps.Count);
    }

    [Fact]
    public void A_frozen_encoder_stays_as_it_is()
    {
        using var before = U2NetModel.LoadEmbedded();
        before.Save(Path.Combine(_folder, "start.safetensors"));
        Trainer.Run(Options with { StartFrom = Path.Combine(_folder, "start.safetensors"), FreezeEncoder = true }, CPU, []);
        using var after = U2NetModel.Load(Options.LastPath);

        var changed = Changed(before.Network, after.Network);
        Assert.NotEmpty(changed);
        Assert.DoesNotContain(changed, name => name.Split('.')[0] is "stage1" or "stage2" or "stage3" or "stage4" or "stage5" or "stage6");
    }

    [Fact]
    public void Patience_ends_a_run_that_gets_no_better()
    {
        var log = new Log();
        var hopeless = Small with { LearningRate = 1e-9, Epochs = 9, Schedule = new Schedule.Constant(), Augmentation = Augmentation.None };

        Trainer.Run(Make(hopeless, "model") with { Patience = 2 }, CPU, [log]);

        Assert.InRange(log.Epochs.Count, 3, 8);
        Assert.Equal([false, false], log.Epochs.TakeLast(2).Select(epoch => epoch.IsBest));
    }

    [Fact]
    public void Divergence_names_the_pictures_and_keeps_the_last_good_checkpoint()
    {
        Trainer.Run(Make(Small with { Epochs = 1 }, "model"), CPU, []);

        // Inputs beyond what a float can hold.
        var wild = Small with { Input = InputEncoding.Portrait with { Std = [1e-38f, 1e-38f, 1e-38f] } };
        var error = Assert.Throws<U2VideoException>(() => Trainer.Run(Make(wild, "model"), CPU, []));

        Assert.Contains("epoch 1, step 1", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"\b\d\d, \d\d\b", error.Message);
        using var kept = U2NetModel.Load(Options.LastPath);
        Assert.All(kept.Network.parameters(), parameter => Assert.True(parameter.isfinite().all().item<bool>()));
    }

    [Fact]
    public void An_unreadable_picture_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "images", "03.png"), "no picture");

        var error = Assert.Throws<InputException>(() => Trainer.Run(Options, CPU, []));

        Assert.Contains("03.png", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_pairs_are_an_error() =>
        Assert.Throws<InputException>(() => Trainer.Run(Make(Small with { BatchSize = 11 }, "model"), CPU, []));

    private static void AssertEqual(string one, string other)
    {
        using var first = U2NetModel.Load(one);
        using var second = U2NetModel.Load(other);
        Assert.Empty(Changed(first.Network, second.Network));
    }

    private static List<string> Changed(U2Net before, U2Net after)
    {
        using var scope = NewDisposeScope();
        var values = after.state_dict();
        return [.. before.state_dict().Where(entry => (entry.Value - values[entry.Key]).abs().max().to(float64).item<double>() > 1e-6)
            .Select(entry => entry.Key)];
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

    private sealed class Log : ITrainingObserver
    {
        public List<StepRecord> Steps { get; } = [];

        public List<EpochRecord> Epochs { get; } = [];

        public void OnStep(StepRecord record) => Steps.Add(record);

        public void OnEpoch(EpochRecord record) => Epochs.Add(record);
    }

    private sealed class Stopper(CancellationTokenSource stop, int after) : ITrainingObserver
    {
        private int _steps;

        public void OnStep(StepRecord record)
        {
            if (++_steps == after)
            {
                stop.Cancel();
            }
        }

        public void OnEpoch(EpochRecord record)
        {
        }
    }
}
