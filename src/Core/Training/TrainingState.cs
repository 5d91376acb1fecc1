using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Torch;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// The whole state of a training run after a step: weights, optimizer state, torch's random state, and position. It is saved as one
/// file, so that its parts always belong together; the file is also a model. Owns network and optimizer.
/// </summary>
internal sealed class TrainingState : IDisposable
{
    private const string OptimizerPrefix = "training.optimizer.";
    private const string AveragePrefix = "training.average.";
    private const string RandomName = "training.random";

    // About a hundred pictures are enough for a layer's statistics; more hardly change them.
    private const int BatchesToRestoreFrom = 8;
    private const string Prefix = "training.";

    private TrainingState(U2Net network, Adam optimizer, WeightAverage? average, ModelDescription description) =>
        (Network, Optimizer, Average, Description) = (network, optimizer, average, description);

    /// <summary>The network, on the device that it is trained on.</summary>
    public U2Net Network { get; }

    /// <summary>The optimizer of the network.</summary>
    public Adam Optimizer { get; }

    /// <summary>The average of the network's weights; null if the recipe has none.</summary>
    public WeightAverage? Average { get; }

    /// <summary>The network that is validated and kept.</summary>
    public U2Net Result => Average?.Network ?? Network;

    /// <summary>Whether the starting weights had folded batch normalizations, which were restored.</summary>
    public bool HasRestoredBatchNorm { get; private init; }

    /// <summary>The description of the network's input and output.</summary>
    public ModelDescription Description { get; }

    /// <summary>The current epoch, from 1.</summary>
    public int Epoch { get; private set; } = 1;

    /// <summary>The number of finished steps in it.</summary>
    public int Step { get; set; }

    /// <summary>The sums of the losses of those steps.</summary>
    public double[] LossSums { get; private set; } = new double[LossTerms.Count];

    /// <summary>The figures of the best epoch so far; null before the first validation.</summary>
    public MaskMetrics? Best { get; set; }

    /// <summary>The number of epochs since then.</summary>
    public int EpochsWithoutBest { get; private set; }

    /// <summary>Begins a run with fresh weights, or with those of a checkpoint.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="loader">The training pairs; some of them are read if batch normalizations have to be restored.</param>
    /// <param name="device">Where the network is trained.</param>
    public static TrainingState Start(TrainingOptions options, BatchLoader loader, Device device)
    {
        RandomState.Seed(options.Seed);
        var recipe = options.Recipe;
        var start = options.StartFrom is { } path ? U2NetModel.Load(path) : Fresh(recipe);
        var description = start.Description with
        {
            InputSize = recipe.Size,
            Provenance = string.Create(
                CultureInfo.InvariantCulture,
                $"{recipe.Name} recipe, {options.Training.Count} pairs, {recipe.Size} px, {recipe.Epochs} epochs, seed {options.Seed}"),
        };
        start.Network.to(device);
        var isFolded = options.StartFrom is not null && BatchNormRestoration.IsNeeded(start.Network);
        if (isFolded)
        {
            BatchNormRestoration.Restore(start.Network, SomeInputs(loader, options.Seed, description, device));
        }

        return Build(start.Network, description, options, device, isFolded);
    }

    /// <summary>Resumes a saved run.</summary>
    /// <exception cref="ModelException">The file is not from a training run.</exception>
    /// <exception cref="UsageException">The run has other settings.</exception>
    public static TrainingState Resume(TrainingOptions options, Device device)
    {
        using var checkpoint = CheckpointReader.Read(options.LastPath);
        var metadata = checkpoint.Metadata;
        var position = TrainingPosition.Read(checkpoint);
        if (WithCurrentNames(metadata.GetValueOrDefault(Prefix + "settings") ?? "") != Fingerprint(options))
        {
            throw new UsageException(
                $"{TrainingOptions.Named.Resume}: {options.LastPath} belongs to a run with other settings or data; give the same again, "
                + $"or start a new run with {TrainingOptions.Named.StartFrom}.");
        }

        var model = U2NetModel.FromCheckpoint(checkpoint);
        var state = Build(model.Network, model.Description, options, device);
        (state.Epoch, state.Step) = position;
        state.EpochsWithoutBest = int.Parse(Text("epochs_without_best"), CultureInfo.InvariantCulture);
        state.LossSums = [.. Text("loss_sums").Split(',').Select(sum => double.Parse(sum, CultureInfo.InvariantCulture))];
        state.Best = Text("best").Split(',') is [var pictures, var error, var overlap]
            ? new MaskMetrics(
                int.Parse(pictures, CultureInfo.InvariantCulture),
                double.Parse(error, CultureInfo.InvariantCulture),
                double.Parse(overlap, CultureInfo.InvariantCulture))
            : null;
        state.Average?.Import(AveragePrefix, checkpoint.Tensors, options.LastPath);
        OptimizerState.Import(state.Optimizer, OptimizerPrefix, checkpoint.Tensors, options.LastPath);
        RandomState.Set(checkpoint.Tensors[RandomName]);
        return state;

        string Text(string name) => metadata.GetValueOrDefault(Prefix + name) ?? "";
    }

    /// <summary>Begins the next epoch.</summary>
    public void GoToNextEpoch(bool wasBest)
    {
        (Epoch, Step, EpochsWithoutBest) = (Epoch + 1, 0, wasBest ? 0 : EpochsWithoutBest + 1);
        Array.Clear(LossSums);
    }

    /// <summary>Writes everything; complete or not at all.</summary>
    /// <exception cref="U2VideoException">
    /// The file cannot be written, or weights became NaN or infinite; then the last file stays.
    /// </exception>
    public void Save(TrainingOptions options)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        if (Network.parameters().Any(parameter => !parameter.isfinite().all().item<bool>()))
        {
            throw new U2VideoException(
                $"Training diverged: weights became NaN or infinite. {options.LastPath} keeps the last good ones; "
                + $"try a lower {Recipe.Named.LearningRate}.");
        }

        var tensors = StateDictNames.InFile(Network.state_dict(), Description.Variant);
        foreach (var (name, value) in OptimizerState.Export(Optimizer, OptimizerPrefix))
        {
            tensors.Add(name, value);
        }

        foreach (var (name, value) in Average?.Network.state_dict() ?? [])
        {
            tensors.Add(AveragePrefix + name, value);
        }

        tensors.Add(RandomName, RandomState.Get());

        var culture = CultureInfo.InvariantCulture;
        var metadata = new Dictionary<string, string>(Description.ToMetadata())
        {
            [Prefix + "settings"] = Fingerprint(options),
            [TrainingPosition.EpochKey] = Epoch.ToString(culture),
            [TrainingPosition.StepKey] = Step.ToString(culture),
            [Prefix + "epochs_without_best"] = EpochsWithoutBest.ToString(culture),
            [Prefix + "loss_sums"] = string.Join(',', LossSums.Select(sum => sum.ToString("R", culture))),
            [Prefix + "best"] = Best is { } best
                ? string.Create(culture, $"{best.Pictures},{best.MeanAbsoluteError:R},{best.MeanIntersectionOverUnion:R}")
                : "",
        };
        SafetensorsWriter.Write(options.LastPath, tensors, metadata);
    }

    /// <summary>Frees network and optimizer.</summary>
    public void Dispose()
    {
        Optimizer.Dispose();
        Average?.Dispose();
        Network.Dispose();
    }

    private static IEnumerable<Tensor> SomeInputs(BatchLoader loader, int seed, ModelDescription description, Device device)
    {
        // Epoch 0 is before the first epoch, so its random changes differ from those of the run.
        foreach (var batch in loader.Epoch(seed, 0, 0, CancellationToken.None).Take(BatchesToRestoreFrom))
        {
            using (batch)
            {
                yield return description.Input.Encode(batch.Images.to(device));
            }
        }
    }

    private static TrainingState Build(
        U2Net network, ModelDescription description, TrainingOptions options, Device device, bool hasRestoredBatchNorm = false)
    {
        network.to(device);
        MemoryLayout.ToChannelsLast(network);
        if (options.FreezeEncoder)
        {
            network.FreezeEncoder();
        }

        var recipe = options.Recipe;
        var encoder = network.EncoderParameters.ToHashSet<object>(ReferenceEqualityComparer.Instance);
        var weights = network.parameters().Where(parameter => parameter.requires_grad)
            .Select(parameter => (parameter, encoder.Contains(parameter) ? recipe.EncoderRate : 1));
        var optimizer = new Adam(weights, recipe.Optimizer == OptimizerKind.AdamW ? Adam.UsualWeightDecay : 0)
        {
            LearningRate = recipe.LearningRate,
        };
        var average = recipe.AverageDecay > 0 ? new WeightAverage(network, recipe.AverageDecay) : null;
        return new TrainingState(network, optimizer, average, description) { HasRestoredBatchNorm = hasRestoredBatchNorm };
    }

    private static U2NetModel Fresh(Recipe recipe)
    {
        var network = new U2Net(recipe.Variant);
        if (recipe.Initialization == Initialization.Xavier)
        {
            foreach (var convolution in network.modules().OfType<Conv2d>())
            {
                nn.init.xavier_uniform_(convolution.weight!);
                nn.init.zeros_(convolution.bias!);
            }
        }

        return new U2NetModel(
            network, new ModelDescription { Variant = recipe.Variant, Input = recipe.Input, Output = OutputNormalization.None });
    }

    private static string MaskMeanings(TrainingOptions options) => string.Join('|', options.Training.Concat(options.Validation)
        .Select(pair => pair.Values is MaskValues.Labels { IgnoresHighest: true } ? $"{pair.Values}+ignored" : $"{pair.Values}")
        .Distinct().Order(StringComparer.Ordinal));

    // Runs of earlier versions call the wiring by its earlier name.
    private static string WithCurrentNames(string settings) =>
        settings.Replace($"wiring {Wiring.EarlierName};", $"wiring {Wiring.Kimjy99.Name};", StringComparison.Ordinal);

    // Everything that the rest of the run depends on. The number of epochs may change if the rate does not depend on it.
    private static string Fingerprint(TrainingOptions options) => string.Join(
        "; ",
        [
            .. options.Recipe.Describe()
                .Where(setting => setting is not { Key: "smallest-size", Value: "0" }) // runs of earlier versions do not name it
                .Where(setting => setting.Key != "epochs" || options.Recipe.Schedule is Schedule.OneCycle or Schedule.Cosine)
                .Select(setting => $"{setting.Key} {setting.Value}"),
            string.Create(CultureInfo.InvariantCulture, $"seed {options.Seed}"),
            string.Create(CultureInfo.InvariantCulture, $"{options.Training.Count} + {options.Validation.Count} pairs"),
            $"freeze {options.FreezeEncoder}",
            $"masks {MaskMeanings(options)}",
        ]);
}
