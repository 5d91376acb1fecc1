using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks;

public sealed class BatchNormRestorationTests : IDisposable
{
    private const int Size = 96;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public BatchNormRestorationTests() => TrainingPictures.Write(_folder, 24);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Folded_normalizations_are_recognized_and_others_are_not()
    {
        using var model = U2NetModel.LoadEmbedded();
        using var folded = Folded();

        Assert.False(BatchNormRestoration.IsNeeded(model.Network));
        Assert.True(BatchNormRestoration.IsNeeded(folded.Network));
    }

    [Fact]
    public void Masks_are_the_same_in_evaluation_mode_and_the_loss_is_nearly_so_in_training_mode()
    {
        using var scope = NewDisposeScope();
        using var model = Folded();
        var (images, masks) = Batch(model.Description);
        var photograph = ReferenceInput.For(model);
        var before = Masks(model.Network, photograph);
        var lossBefore = Loss();

        BatchNormRestoration.Restore(model.Network, [images]);

        Assert.False(BatchNormRestoration.IsNeeded(model.Network));
        Assert.InRange((Masks(model.Network, photograph) - before).abs().max().item<float>(), 0, 1e-4f);
        model.Network.train();
        Assert.InRange(Loss() / lossBefore, 0.9, 1.1);

        double Loss() =>
            DeepSupervisionLoss.ToRecord(
                DeepSupervisionLoss.Terms(model.Network.call(images), masks, weights: null, LossMixture.Default)).Sum;
    }

    [Fact]
    public void The_published_weights_give_the_same_masks_afterwards()
    {
        var folder = Fixtures.Shared("weights");
        Assert.SkipWhen(folder is null, "There is no ../shared/weights beside this checkout.");
        using var scope = NewDisposeScope();
        using var model = U2NetModel.Load(Path.Combine(folder, "u2netp.safetensors"));
        var photograph = ReferenceInput.For(model);
        var before = Masks(model.Network, photograph);

        Assert.Equal(24, FoldedModel.Restore(model, _folder, CancellationToken.None));

        Assert.False(BatchNormRestoration.IsNeeded(model.Network));
        Assert.InRange((Masks(model.Network, photograph) - before).abs().max().item<float>(), 0, 1e-4f);
    }

    [Fact]
    public void A_fine_tune_of_folded_weights_never_ends_worse_than_it_began()
    {
        var start = Path.Combine(_folder, "folded.safetensors");
        using (var folded = Folded())
        {
            folded.Save(start);
        }

        var split = DataSplit.Make([DataFolder.Open(_folder)], SplitRule.EveryNth(4), without: []);
        var log = new StartLog();
        var best = Trainer.Run(
            new TrainingOptions
            {
                Recipe = Recipe.Portrait with
                {
                    Size = Size,
                    Epochs = 2,
                    BatchSize = 6,
                    Augmentation = Augmentation.None,
                    LearningRate = 1e-4,
                },
                Training = split.Training,
                Validation = split.Validation,
                OutputPath = Path.Combine(_folder, "out.safetensors"),
                LastPath = Path.Combine(_folder, "last.safetensors"),
                StartFrom = start,
            },
            CPU,
            [log]);

        Assert.True(log.Start!.HasRestoredBatchNorm);
        Assert.True(best.MeanIntersectionOverUnion >= log.Start.HeldOut.MeanIntersectionOverUnion);

        // The mistake that this guards against multiplied the loss within one epoch.
        Assert.InRange(log.Epochs[^1].Validation.Sum / log.Start.Validation.Sum, 0, 1.1);
    }

    [Fact]
    public void A_data_set_s_pictures_are_enough_to_restore_a_model()
    {
        using var folded = Folded();

        Assert.Equal(24, FoldedModel.Restore(folded, _folder, CancellationToken.None));

        Assert.False(BatchNormRestoration.IsNeeded(folded.Network));
        Assert.Throws<ModelException>(() => FoldedModel.Restore(folded, _folder, CancellationToken.None));
    }

    /// <summary>The embedded model as an exporter leaves it: normalizations multiplied into the convolutions.</summary>
    private static U2NetModel Folded()
    {
        var model = U2NetModel.LoadEmbedded();
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var values = model.Network.state_dict();
        foreach (var norm in values.Keys.Where(name => name.EndsWith(".bn_s1.weight", StringComparison.Ordinal))
            .Select(name => name[..^7]).ToList())
        {
            var convolution = norm.Replace("bn_s1", "conv_s1", StringComparison.Ordinal);
            var scale = values[norm + ".weight"] / (values[norm + ".running_var"] + 1e-5f).sqrt();
            var bias = ((values[convolution + ".bias"] - values[norm + ".running_mean"]) * scale) + values[norm + ".bias"];
            values[convolution + ".weight"].mul_(scale.view(-1, 1, 1, 1));
            values[convolution + ".bias"].copy_(bias);
            values[norm + ".weight"].fill_(1);
            values[norm + ".bias"].zero_();
            values[norm + ".running_mean"].zero_();
            values[norm + ".running_var"].fill_(1);
        }

        return model;
    }

    private (Tensor Images, Tensor Masks) Batch(ModelDescription description)
    {
        var loader = new BatchLoader(DataFolder.Open(_folder).Pairs, Augmentation.None, new(Size), 24, workers: 1);
        using var batch = loader.Epoch(1, 1, 0, CancellationToken.None).Single();
        return (description.Input.Encode(batch.Images), batch.Masks.to(float32) / 255);
    }

    private static Tensor Masks(U2Net network, Tensor images)
    {
        using var grad = no_grad();
        network.eval();
        return network.call(images).Fused.sigmoid();
    }

    private sealed class StartLog : ITrainingObserver
    {
        public StartRecord? Start { get; private set; }

        public List<EpochRecord> Epochs { get; } = [];

        public void OnStart(StartRecord record) => Start = record;

        public void OnStep(StepRecord record)
        {
        }

        public void OnEpoch(EpochRecord record) => Epochs.Add(record);
    }
}
