using System.Collections.Frozen;
using TorchSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Data.Masks;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Training;

namespace U2Video.Cli;

/// <summary>The options under which the program's users know the libraries' properties.</summary>
internal static partial class OptionNames
{
    // By type, in alphabetical order.
    private static readonly FrozenDictionary<PropertyName, string> Names = new Dictionary<PropertyName, string>
    {
        [PropertyName.Of<Augmentation>(nameof(Augmentation.Background))] = "--new-backgrounds",
        [PropertyName.Of<Augmentation>(nameof(Augmentation.Crop))] = "--crop",
        [PropertyName.Of<Augmentation>(nameof(Augmentation.Degradation))] = "--degrade",
        [PropertyName.Of<Augmentation>(nameof(Augmentation.Distractors))] = "--distractors",
        [PropertyName.Of<Augmentation>(nameof(Augmentation.FlipProbability))] = "--flip",
        [PropertyName.Of<Augmentation>(nameof(Augmentation.Jitter))] = "--jitter",
        [PropertyName.Of<Augmentation>(nameof(Augmentation.Rotation))] = "--rotate",
        [PropertyName.Of<Augmentation>(nameof(Augmentation.Scene))] = "--scenes",

        [PropertyName.Of<DataCheckOptions>(nameof(DataCheckOptions.AllowEmpty))] = "--allow-empty",

        [PropertyName.Of<torch.Device>()] = "--device",

        [PropertyName.Of<InputSizing>()] = "--size",

        [PropertyName.Of<MaskValues>()] = "--mask-values",

        [PropertyName.Of<ModelOverrides>(nameof(ModelOverrides.InputSize))] = "--size",

        [PropertyName.Of<Precision>()] = "--precision",

        [PropertyName.Of<Recipe>(nameof(Recipe.Accumulation))] = "--accumulate",
        [PropertyName.Of<Recipe>(nameof(Recipe.AverageDecay))] = "--ema",
        [PropertyName.Of<Recipe>(nameof(Recipe.BatchSize))] = "--batch",
        [PropertyName.Of<Recipe>(nameof(Recipe.EncoderRate))] = "--encoder-lr",
        [PropertyName.Of<Recipe>(nameof(Recipe.Epochs))] = "--epochs",
        [PropertyName.Of<Recipe>(nameof(Recipe.GradientLimit))] = "--clip-gradients",
        [PropertyName.Of<Recipe>(nameof(Recipe.LearningRate))] = "--lr",
        [PropertyName.Of<Recipe>(nameof(Recipe.LossWeights))] = "--loss-weights",
        [PropertyName.Of<Recipe>(nameof(Recipe.Size))] = "--size",
        [PropertyName.Of<Recipe>(nameof(Recipe.SmallestSize))] = "--smallest-size",
        [PropertyName.Of<Recipe>(nameof(Recipe.TemporalWeight))] = "--temporal",

        [PropertyName.Of<ReplacedFile>("overwrite")] = "--overwrite",

        [PropertyName.Of<SplitRule>()] = "--split",

        [PropertyName.Of<TrainingOptions>(nameof(TrainingOptions.Patience))] = "--patience",
        [PropertyName.Of<TrainingOptions>(nameof(TrainingOptions.Recipe))] = "--recipe",
        [PropertyName.Of<TrainingOptions>(nameof(TrainingOptions.Resume))] = "--resume",
        [PropertyName.Of<TrainingOptions>(nameof(TrainingOptions.StartFrom))] = "--start",
        [PropertyName.Of<TrainingOptions>(nameof(TrainingOptions.Workers))] = "--workers",
    }.ToFrozenDictionary();

    /// <summary>The option that sets <paramref name="property"/>; the property's own name where no option does.</summary>
    public static string Of(PropertyName property) =>
        Names.GetValueOrDefault(property) ?? OfPipeline.GetValueOrDefault(property, property.Name);
}
