using U2Video.Core.Data;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>The inputs, outputs and settings of one training run.</summary>
public sealed record TrainingOptions
{
    /// <summary>The settings.</summary>
    public Recipe Recipe { get; init; } = Recipe.Portrait;

    /// <summary>The pairs to train on.</summary>
    public required IReadOnlyList<TrainingPair> Training { get; init; }

    /// <summary>The pairs that decide which epoch's checkpoint is the best.</summary>
    public required IReadOnlyList<TrainingPair> Validation { get; init; }

    /// <summary>Where the best checkpoint goes.</summary>
    public required string OutputPath { get; init; }

    /// <summary>
    /// Where the newest checkpoint goes, with everything that is needed to resume: safetensors, which can also be used as a model.
    /// </summary>
    public required string LastPath { get; init; }

    /// <summary>Whether to resume from <see cref="LastPath"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>A checkpoint to begin with, or null for fresh weights.</summary>
    public string? StartFrom { get; init; }

    /// <summary>Whether the encoder's weights and statistics stay as they are.</summary>
    public bool FreezeEncoder { get; init; }

    /// <summary>The element type of the best checkpoint: <c>Float32</c>, or <c>Float16</c> for half the size.</summary>
    public ScalarType Precision { get; init; } = ScalarType.Float32;

    /// <summary>Ends the run after this many epochs without a better one; null: never.</summary>
    public int? Patience { get; init; }

    /// <summary>The seed of all random numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of threads that read pictures; null chooses it by the machine.</summary>
    public int? Workers { get; init; }

    /// <summary>
    /// How often the newest checkpoint is written, besides after each epoch; an interruption costs at most this much work.
    /// </summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Steps of the optimizer in an epoch; pairs that do not fill a step are left out.</summary>
    public int StepsPerEpoch => Training.Count / (Recipe.BatchSize * Recipe.Accumulation);

    /// <summary>Checks the values and whether they contradict one another.</summary>
    /// <exception cref="UsageException">A value is out of range, or they contradict one another.</exception>
    public void Validate()
    {
        Recipe.Validate();
        U2NetModel.CheckCanSave(OutputPath, Precision);
        Check(Patience is null or >= 1, $"{Named.Patience} {Patience}: give at least 1");
        Check(Workers is null or (>= 1 and <= 64), $"{Named.Workers} {Workers}: give 1 to 64");
        Check(!Resume || StartFrom is null, $"{Named.Resume}: continues with the run's own weights; remove {Named.StartFrom}");

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
        public static readonly PropertyName Recipe = Of(nameof(TrainingOptions.Recipe));
        public static readonly PropertyName Resume = Of(nameof(TrainingOptions.Resume));
        public static readonly PropertyName StartFrom = Of(nameof(TrainingOptions.StartFrom));
        public static readonly PropertyName Patience = Of(nameof(TrainingOptions.Patience));
        public static readonly PropertyName Workers = Of(nameof(TrainingOptions.Workers));

        private static PropertyName Of(string name) => PropertyName.Of<TrainingOptions>(name);
    }
}
