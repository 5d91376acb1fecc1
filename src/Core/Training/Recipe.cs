using System.Globalization;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Training.Losses;

namespace U2Video.Core.Training;

/// <summary>The settings of a training: together with the data, they determine the resulting network.</summary>
public sealed record Recipe
{
    /// <summary>The name of the preset that this is, or that it was derived from.</summary>
    public required string Name { get; init; }

    /// <summary>The network to train if there is no checkpoint to start from.</summary>
    public U2NetVariant Variant { get; init; } = U2NetVariant.Lite;

    /// <summary>The initialization of fresh weights.</summary>
    internal Initialization Initialization { get; init; }

    /// <summary>How pixels become input.</summary>
    public InputEncoding Input { get; init; } = InputEncoding.Portrait;

    /// <summary>The side of the square training pictures, in pixels; a multiple of 32.</summary>
    public int Size { get; init; } = 160;

    /// <summary>
    /// The smallest side of training pictures, in pixels, a multiple of 32 and at most <see cref="Size"/>; or 0, with which all have
    /// <see cref="Size"/>. Otherwise every second batch on average has a random size between the two, so that the network can also be used
    /// at small sizes.
    /// </summary>
    public int SmallestSize { get; init; }

    /// <summary>The random changes of the pairs.</summary>
    internal Augmentation Augmentation { get; init; } = new();

    /// <summary>How a data set is split by default.</summary>
    public SplitRule Split { get; init; } = SplitRule.EveryNth(10);

    /// <summary>Passes over the training pairs.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Pairs that go through the network together.</summary>
    public int BatchSize { get; init; } = 12;

    /// <summary>The number of batches whose gradients are averaged for a step.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>The optimizer.</summary>
    internal OptimizerKind Optimizer { get; init; }

    /// <summary>The highest learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the learning rate changes over the run.</summary>
    internal Schedule Schedule { get; init; } = new Schedule.OneCycle();

    /// <summary>The encoder's share of the learning rate, above 0 and up to 1.</summary>
    public double EncoderRate { get; init; } = 1;

    /// <summary>The largest norm of the gradients over all weights; larger ones are scaled down to it. 0 means no limit.</summary>
    public double GradientLimit { get; init; }

    /// <summary>
    /// The share that a moving average of the weights keeps at each step, 0 or more and below 1. If there is an average, it is what is
    /// validated and kept; 0 means no average.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>The type of activations; weights are float32 throughout.</summary>
    internal ActivationType Activations { get; init; }

    /// <summary>The loss of each output.</summary>
    internal LossMixture Loss { get; init; } = LossMixture.Default;

    /// <summary>
    /// The weight of the temporal term, 0 or more: the network sees each picture twice, the second time as the next frame or moved a
    /// little, and the fused mask is trained to change as the ground truth does. With 0 it sees each picture once.
    /// </summary>
    public double TemporalWeight { get; init; }

    /// <summary>The weights of the losses of the seven outputs: fused, then d1 to d6; 0 or more, not all 0.</summary>
    public IReadOnlyList<double> LossWeights { get; init; } = [1, 1, 1, 1, 1, 1, 1];

    /// <summary>
    /// The recipe of kimjy99/u2net-pytorch for portrait data of 288×384: flip, then a random crop of 256×256; Adam at 1e-4, halved every
    /// eight epochs. Its author reports a mean absolute error of 0.00806 on 500 test pictures.
    /// </summary>
    public static Recipe MattingHuman { get; } = new()
    {
        Name = "matting-human",
        Variant = U2NetVariant.Full with { Wiring = Wiring.Kimjy99 },
        Initialization = Initialization.Xavier,
        Input = InputEncoding.Kimjy99,
        Size = 256,
        Split = SplitRule.Counts(30_984, 2_941, 500),
        Augmentation = Augmentation.None with { FlipProbability = 0.5, Crop = CropMode.Fixed },
        Epochs = 25,
        BatchSize = 12,
        LearningRate = 1e-4,
        Schedule = new Schedule.Halving(8),
    };

    /// <summary>
    /// The recipe of kimjy99/u2net-pytorch for CelebAMask at 128×128: no augmentation, Adam at 1e-3 throughout. Its author reports a mean
    /// absolute error of 0.02649 on 500 test pictures.
    /// </summary>
    public static Recipe CelebAMask { get; } = MattingHuman with
    {
        Name = "celeba-mask",
        Size = 128,
        Split = SplitRule.Counts(27_000, 2_500, 500),
        Augmentation = Augmentation.None,
        LearningRate = 1e-3,
        Schedule = new Schedule.Constant(),
    };

    /// <summary>Our recipe, for few pictures and a small network. The built-in model was trained with it.</summary>
    public static Recipe Portrait { get; } = new() { Name = "portrait" };

    /// <summary>All presets.</summary>
    public static IReadOnlyList<Recipe> All { get; } = [Portrait, MattingHuman, CelebAMask];

    /// <summary>Finds a preset.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static Recipe Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new UsageException(
            $"{TrainingOptions.Named.Recipe} {name}: there are {string.Join(", ", All.Select(recipe => recipe.Name))}.");

    /// <summary>All settings as text, by the names under which reports and training checkpoints keep them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Describe()
    {
        return
        [
            new("recipe", Name),
            new("variant", Variant.Name),
            new("wiring", Variant.Wiring.Name),
            new("init", Lower(Initialization)),
            new("channels", Lower(Input.Channels)),
            new("scale", Lower(Input.Scale)),
            new("mean", string.Join(',', Input.Mean.Select(value => Number(value)))),
            new("std", string.Join(',', Input.Std.Select(value => Number(value)))),
            new("size", Number(Size)),
            new("smallest-size", Number(SmallestSize)),
            new("crop", Augmentation.Crop == CropMode.Resized ? $"resized:{Number(Augmentation.SmallestCrop)}" : Lower(Augmentation.Crop)),
            new("flip", Number(Augmentation.FlipProbability)),
            new("rotate", Number(Augmentation.Rotation)),
            new("jitter", Number(Augmentation.Jitter)),
            new("new-backgrounds", Number(Augmentation.Background.Probability)),
            new("scenes", Number(Augmentation.Scene.Probability)),
            new("distractors", Number(Augmentation.Distractors.Probability)),
            new("degrade", Number(Augmentation.Degradation.Probability)),
            new("epochs", Number(Epochs)),
            new("batch", Number(BatchSize)),
            new("accumulate", Number(Accumulation)),
            new("optimizer", Lower(Optimizer)),
            new("lr", Number(LearningRate)),
            new("schedule", Schedule.ToString()!),
            new("encoder-lr", Number(EncoderRate)),
            new("clip-gradients", Number(GradientLimit)),
            new("ema", Number(AverageDecay)),
            new("activations", Lower(Activations)),
            new("loss", Loss.ToString()),
            new("temporal", Number(TemporalWeight)),
            new("loss-weights", string.Join(',', LossWeights.Select(weight => Number(weight)))),
        ];

        static string Lower(Enum value) => value.ToString().ToLowerInvariant();

        static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
    }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Validate()
    {
        Check(Size is >= 32 and <= 1024 && Size % 32 == 0, $"{Named.Size} {Size}: give a multiple of 32 from 32 to 1024");
        Check(
            SmallestSize == 0 || (SmallestSize >= 32 && SmallestSize <= Size && SmallestSize % 32 == 0),
            $"{Named.SmallestSize} {SmallestSize}: give a multiple of 32 from 32 to {Named.Size} ({Size}), or 0");
        Check(Epochs is >= 1 and <= 100_000, $"{Named.Epochs} {Epochs}: give at least 1");
        Check(BatchSize is >= 2 and <= 4096, $"{Named.BatchSize} {BatchSize}: give at least 2 (batch normalization needs more than one)");
        Check(Accumulation is >= 1 and <= 4096, $"{Named.Accumulation} {Accumulation}: give at least 1");
        Check(LearningRate is > 0 and <= 1, $"{Named.LearningRate} {LearningRate}: give a number above 0, up to 1");
        Check(EncoderRate is > 0 and <= 1, $"{Named.EncoderRate} {EncoderRate}: give a share above 0, up to 1");
        Check(GradientLimit is >= 0 and <= 1e6, $"{Named.GradientLimit} {GradientLimit}: give 0 or more");
        Check(TemporalWeight is >= 0 and <= 1000, $"{Named.TemporalWeight} {TemporalWeight}: give 0 to 1000");
        Check(AverageDecay is >= 0 and < 1, $"{Named.AverageDecay} {AverageDecay}: give 0 or more, below 1");
        Check(
            LossWeights.Count == LossTerms.Count && LossWeights.All(weight => weight is >= 0 and <= 1000) && LossWeights.Sum() > 0,
            $"{Named.LossWeights}: give {LossTerms.Count} numbers from 0 to 1000, not all 0");
        Augmentation.Validate();

        static void Check(bool holds, MessageText otherwise)
        {
            if (!holds)
            {
                throw new UsageException($"{otherwise}.");
            }
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName Size = Of(nameof(Recipe.Size));
        public static readonly PropertyName SmallestSize = Of(nameof(Recipe.SmallestSize));
        public static readonly PropertyName Epochs = Of(nameof(Recipe.Epochs));
        public static readonly PropertyName BatchSize = Of(nameof(Recipe.BatchSize));
        public static readonly PropertyName Accumulation = Of(nameof(Recipe.Accumulation));
        public static readonly PropertyName LearningRate = Of(nameof(Recipe.LearningRate));
        public static readonly PropertyName EncoderRate = Of(nameof(Recipe.EncoderRate));
        public static readonly PropertyName GradientLimit = Of(nameof(Recipe.GradientLimit));
        public static readonly PropertyName TemporalWeight = Of(nameof(Recipe.TemporalWeight));
        public static readonly PropertyName AverageDecay = Of(nameof(Recipe.AverageDecay));
        public static readonly PropertyName LossWeights = Of(nameof(Recipe.LossWeights));

        private static PropertyName Of(string name) => PropertyName.Of<Recipe>(name);
    }
}
