using U2Video.Core.Errors;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>The settings of a training run.</summary>
public sealed record TrainingOptions
{
    /// <summary>Data sets: folders with <c>images/</c> and <c>masks/</c>.</summary>
    public required IReadOnlyList<string> DataFolders { get; init; }

    /// <summary>Where the best checkpoint goes (safetensors).</summary>
    public required string OutputPath { get; init; }

    /// <summary>The network to train, where no checkpoint says it.</summary>
    public U2NetVariant Variant { get; init; } = U2NetVariant.Lite;

    /// <summary>A checkpoint to go on from, or null for fresh weights.</summary>
    public string? StartFrom { get; init; }

    /// <summary>The side of the square training pictures, in pixels; a multiple of 32.</summary>
    public int Size { get; init; } = 160;

    /// <summary>Passes over the training pairs.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Pairs in a batch.</summary>
    public int BatchSize { get; init; } = 12;

    /// <summary>The highest learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>What chance does to the pairs.</summary>
    public Augmentation Augmentation { get; init; } = new();

    /// <summary>Every n-th pair of each folder by name is held out; at least 2.</summary>
    public int HoldOutEvery { get; init; } = 10;

    /// <summary>The element type of the stored checkpoint: <c>Float32</c>, or <c>Float16</c> for half the size.</summary>
    public ScalarType Precision { get; init; } = ScalarType.Float32;

    /// <summary>The seed of all chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Validate()
    {
        Check(DataFolders.Count > 0, "--data: give at least one folder");
        Check(Size is >= 32 and <= 1024 && Size % 32 == 0, $"--size {Size}: give a multiple of 32 from 32 to 1024");
        Check(Epochs is >= 1 and <= 100_000, $"--epochs {Epochs}: give at least 1");
        Check(BatchSize is >= 2 and <= 4096, $"--batch {BatchSize}: give at least 2 (batch normalisation needs more than one)");
        Check(LearningRate is > 0 and <= 1, $"--lr {LearningRate}: give a number above 0, up to 1");
        Check(HoldOutEvery >= 2, $"--hold-out {HoldOutEvery}: give at least 2");

        static void Check(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new UsageException(otherwise + ".");
            }
        }
    }
}
