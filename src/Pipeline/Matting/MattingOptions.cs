using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting;

/// <summary>How frames are matted.</summary>
public sealed record MattingOptions
{
    private const int LargestBatch = 256;
    private const double LargestReuse = 16;

    /// <summary>How many frames go through the network together, 1…256; null leaves it to the predictor.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How masks are smoothed over time.</summary>
    public SmoothingOptions Smoothing { get; init; } = new();

    /// <summary>How the network's raw masks are normalized.</summary>
    public MaskNormalization Normalization { get; init; } = MaskNormalization.Auto;

    /// <summary>How masks are brought to the frames' size.</summary>
    public EdgeMode Edges { get; init; } = EdgeMode.Guided;

    /// <summary>What is changed about the mattes after they were made.</summary>
    public MatteEdits Edits { get; init; } = MatteEdits.None;

    /// <summary>What time it is at a frame; only edits that begin at a time need it. By itself, time stamps are milliseconds.</summary>
    internal FrameClock Clock { get; init; } = new(new Rational(1, 1000));

    /// <summary>
    /// How much a frame may differ, at the network's size, from the last one that the network saw, and still take over its mask: the mean
    /// absolute difference in levels of eight bits, 0…16. Every tile of 8×8 pixels may differ by four times as much. 0: not at all.
    /// </summary>
    public double Reuse { get; init; }

    /// <summary>Whether frames are linear light by a curve with room for highlights, which the network does not see as it is.</summary>
    internal bool HasHighlights { get; init; }

    /// <summary>Whether such frames stay so; otherwise they become what is shown, where highlights are white.</summary>
    internal bool KeepsHighlights { get; init; }

    /// <summary>Creates what edits the mattes of one clip; null where nothing is changed.</summary>
    internal MatteEditor? NewEditor() => Edits.IsNone ? null : new MatteEditor(Edits, Clock);

    /// <summary>Checks the values.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    internal void Validate()
    {
        if (BatchSize is < 1 or > LargestBatch)
        {
            throw new UsageException($"{Named.BatchSize} {BatchSize}: give 1 to {LargestBatch}.");
        }

        Smoothing.Validate();
        Edits.Validate();
        if (Reuse is not (>= 0 and <= LargestReuse))
        {
            throw new UsageException($"{Named.Reuse} {Reuse}: give 0 to {LargestReuse}.");
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName BatchSize = Of(nameof(MattingOptions.BatchSize));
        public static readonly PropertyName Reuse = Of(nameof(MattingOptions.Reuse));

        private static PropertyName Of(string name) => PropertyName.Of<MattingOptions>(name);
    }
}
