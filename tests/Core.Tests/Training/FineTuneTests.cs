using U2Video.Core.Checkpoints;
using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Data.Splits;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Training;

/// <summary>What a fine-tune adds to a plain training.</summary>
public sealed class FineTuneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public FineTuneTests() => TrainingPictures.Write(_folder, 12);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Recipe Small => Recipe.Portrait with
    {
        Size = 32,
        Epochs = 2,
        BatchSize = 5,
        LearningRate = 3e-3,
        Schedule = new Schedule.Cosine(0.5),
        Augmentation = Augmentation.None,
    };

    private static Recipe Everything => Small with
    {
        AverageDecay = 0.9,
        GradientLimit = 1,
        EncoderRate = 0.3,
        Activations = ActivationType.Bf16,
        TemporalWeight = 0.5,
        Loss = new LossMixture(
        [
            (new BinaryCrossEntropy(), 1),
            (new SoftIntersectionOverUnion(), 0.5),
            (new StructuralSimilarity(), 0.2),
            (new LaplacianPyramid(), 0.2),
        ]),
        Augmentation = new Augmentation { Distractors = new() { Probability = 0.5 }, Degradation = new() { Probability = 0.5 } },
    };

    [Fact]
    public void A_run_with_everything_that_was_stopped_and_resumed_ends_like_one_that_was_not()
    {
        var whole = Make(Everything, "whole");
        Trainer.Run(whole, CPU, []);
        var stopped = Make(Everything, "stopped");
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer.Run(stopped, CPU, [new StopAfter(3, stop)], stop.Token));

        Trainer.Run(stopped with { Resume = true }, CPU, []);

        Assert.Equal(File.ReadAllBytes(whole.LastPath), File.ReadAllBytes(stopped.LastPath));
        Assert.Equal(File.ReadAllBytes(whole.OutputPath), File.ReadAllBytes(stopped.OutputPath));
    }

    [Fact]
    public void The_average_is_kept_and_lies_between_the_steps()
    {
        using var scope = NewDisposeScope();
        using var network = new U2Net(U2NetVariant.Lite);
        using var average = new WeightAverage(network, 0.9);
        var weight = network.parameters().First();
        var averaged = average.Network.parameters().First();
        using var grad = no_grad();
        var start = weight.clone();

        weight.add_(1f);
        average.Update(network, step: 1);

        // In the first step a share of 2/11 is kept instead of 0.9.
        Assert.Equal(1 - (2.0 / 11), (averaged - start).mean().item<float>(), 1e-5);

        average.Update(network, step: 1000);
        Assert.Equal(1 - (0.9 * 2 / 11), (averaged - start).mean().item<float>(), 1e-5);
    }

    [Fact]
    public void The_kept_checkpoint_is_the_average()
    {
        var options = Make(Small with { AverageDecay = 0.5, Epochs = 1 }, "average");
        Trainer.Run(options, CPU, []);
        using var last = CheckpointReader.Read(options.LastPath);
        using var kept = CheckpointReader.Read(options.OutputPath);

        const string name = "stage1.rebnconvin.conv_s1.weight";
        Assert.True(kept.Tensors[name].allclose(last.Tensors["training.average." + name]));
        Assert.False(kept.Tensors[name].allclose(last.Tensors[name]));
    }

    [Fact]
    public void The_encoder_goes_slower_by_its_share()
    {
        var (slow, fast) = (Movement(Small with { EncoderRate = 0.01 }), Movement(Small));

        Assert.InRange(slow.Encoder / fast.Encoder, 0.002, 0.1);
        Assert.InRange(slow.Decoder / fast.Decoder, 0.5, 2);
    }

    [Fact]
    public void Gradients_are_shortened_to_the_limit()
    {
        using var scope = NewDisposeScope();
        var weights = new[] { nn.Parameter(zeros(3)), nn.Parameter(zeros(2)) };
        (weights[0] * tensor([3f, 0f, 0f])).sum().backward();
        (weights[1] * tensor([0f, 4f])).sum().backward();
        using var adam = new Adam(weights.Select(weight => (weight, 1.0)));

        adam.ClipGradients(10);
        Assert.Equal(3, weights[0].grad![0].item<float>(), 1e-5);

        adam.ClipGradients(2.5);
        Assert.Equal(1.5, weights[0].grad![0].item<float>(), 1e-5);
        Assert.Equal(2, weights[1].grad![1].item<float>(), 1e-5);
    }

    [Fact]
    public void Training_in_bfloat16_learns_like_training_in_float32()
    {
        var recipe = Small with { Epochs = 6 };
        var (full, half) = (new EpochLog(), new EpochLog());
        Trainer.Run(Make(recipe, "full"), CPU, [full]);
        Trainer.Run(Make(recipe with { Activations = ActivationType.Bf16 }, "half"), CPU, [half]);

        Assert.True(half.Epochs[^1].Training.Sum < half.Epochs[0].Training.Sum * 0.8, "the loss does not fall");
        Assert.InRange(half.Epochs[^1].Training.Sum / full.Epochs[^1].Training.Sum, 0.8, 1.25);

        // Not the same numbers: else nothing was computed in bfloat16.
        Assert.NotEqual(half.Epochs[^1].Training.Sum, full.Epochs[^1].Training.Sum);
        using var model = U2NetModel.Load(Make(recipe, "half").OutputPath);
        Assert.All(model.Network.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    private (double Encoder, double Decoder) Movement(Recipe recipe)
    {
        var start = Path.Combine(_folder, "start.safetensors");
        using var before = U2NetModel.LoadEmbedded();
        before.Save(start);
        var options = Make(recipe with { Epochs = 1 }, "moved");
        Trainer.Run(options with { StartFrom = start }, CPU, []);
        using var after = U2NetModel.Load(options.LastPath);
        using var scope = NewDisposeScope();
        var values = after.Network.state_dict();
        return (Mean("stage1.rebnconv2.conv_s1.weight"), Mean("stage1d.rebnconv2.conv_s1.weight"));

        double Mean(string name) => (values[name] - before.Network.state_dict()[name]).abs().mean().item<float>();
    }

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

    private sealed class StopAfter(int steps, CancellationTokenSource stop) : ITrainingObserver
    {
        private int _steps;

        public void OnStep(StepRecord record)
        {
            if (++_steps == steps)
            {
                stop.Cancel();
            }
        }

        public void OnEpoch(EpochRecord record)
        {
        }
    }

    private sealed class EpochLog : ITrainingObserver
    {
        public List<EpochRecord> Epochs { get; } = [];

        public void OnStep(StepRecord record)
        {
        }

        public void OnEpoch(EpochRecord record) => Epochs.Add(record);
    }
}
