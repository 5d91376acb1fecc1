using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Masking;
using U2Video.Pipeline.Smoothing;

namespace U2Video.Pipeline;

/// <summary>What one run reads, makes and how.</summary>
public sealed record PipelineOptions
{
    /// <summary>The clip: any file with pictures that ffmpeg reads.</summary>
    public required string Input { get; init; }

    /// <summary>The combined clip to make; its extension chooses the format.</summary>
    public required string Combined { get; init; }

    /// <summary>Whether <see cref="Combined"/> may replace a file.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Which pictures stand side by side, from left to right.</summary>
    public IReadOnlyList<Panel> Panels { get; init; } = [Panel.Original, Panel.Cutout];

    /// <summary>Frames that go through the network together, 1…256; null leaves it to the predictor.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How masks are smoothed over time.</summary>
    public SmoothingOptions Smoothing { get; init; } = new();

    /// <summary>What is done to the network's raw masks.</summary>
    public MaskNormalization Normalization { get; init; } = MaskNormalization.Auto;

    /// <summary>
    /// How much a frame may differ, in the network's eyes, from the last one that it saw to take over its mask: the mean absolute
    /// difference in levels of eight bits, 0…16, with a bound of four times as much for every tile of 8×8 pixels. 0: not at all.
    /// </summary>
    public double Reuse { get; init; }

    /// <summary>Checks the values and that they go together.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    public void Validate()
    {
        Check(Panels.Count is >= 1 and <= 8, "--panels: give 1 to 8 of original, mask, cutout");
        Check(BatchSize is null or (>= 1 and <= 256), $"--batch {BatchSize}: give 1 to 256");
        Smoothing.Validate();
        Check(Reuse is >= 0 and <= 16, FormattableString.Invariant($"--reuse {Reuse}: give 0 to 16"));
        Check(
            Path.GetFullPath(Input) != Path.GetFullPath(Combined),
            $"--combined {Combined}: is the input itself; give another name");
        OutputFormat.ForPath(Combined);

        static void Check(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new UsageException(otherwise + ".");
            }
        }
    }
}
