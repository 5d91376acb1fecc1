using System.Globalization;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Training;

/// <summary>The position of a run's newest checkpoint.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Step">The number of finished steps in it.</param>
internal sealed record TrainingPosition(int Epoch, int Step)
{
    internal const string EpochKey = "training.epoch";
    internal const string StepKey = "training.step";

    /// <summary>Reads it from the checkpoint that a run writes to <see cref="TrainingOptions.LastPath"/>.</summary>
    /// <exception cref="ModelException">The file is missing, damaged, or not from a training run.</exception>
    public static TrainingPosition Read(string path)
    {
        using var checkpoint = CheckpointReader.Read(path);
        return Read(checkpoint);
    }

    internal static TrainingPosition Read(Checkpoint checkpoint)
    {
        return new TrainingPosition(Number(EpochKey), Number(StepKey));

        int Number(string key) =>
            int.TryParse(checkpoint.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new ModelException(
                    $"{checkpoint.Source}: is not a training run that can be resumed; "
                    + $"use {TrainingOptions.Named.StartFrom} to start from its weights.");
    }
}
