using System.Globalization;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Training;

/// <summary>Where in a run its newest checkpoint stands.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Step">Steps done in it.</param>
public sealed record TrainingPosition(int Epoch, int Step)
{
    internal const string EpochKey = "training.epoch";
    internal const string StepKey = "training.step";

    /// <summary>Reads it from the checkpoint that a run writes to <see cref="TrainingOptions.LastPath"/>.</summary>
    /// <exception cref="ModelException">The file is missing, damaged, or none of a training run.</exception>
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
                    $"{checkpoint.Source}: is no training run that could be gone on with; "
                    + $"use {TrainingOptions.Named.StartFrom} to begin with its weights.");
    }
}
