using U2Video.Core.Errors;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>How masks are smoothed over time, and how much.</summary>
public sealed record SmoothingOptions
{
    private const double LargestWeight = 0.99;
    private const int LargestRadius = 16;

    /// <summary>No smoothing.</summary>
    public static SmoothingOptions Off { get; } = new() { Mode = SmoothingMode.Off };

    /// <summary>The kind of smoothing.</summary>
    public SmoothingMode Mode { get; init; } = SmoothingMode.Lookahead;

    /// <summary>The weight of the past in <see cref="SmoothingMode.Ema"/> where the picture is steady, 0…0.99.</summary>
    public double Weight { get; init; } = 0.7;

    /// <summary>
    /// How many frames of the past, and as many of the future, <see cref="SmoothingMode.Lookahead"/> averages, 1…16. A frame comes
    /// out this many frames later than without smoothing.
    /// </summary>
    public int Radius { get; init; } = 3;

    /// <summary>Checks the values.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    internal void Validate()
    {
        if (Weight is not (>= 0 and <= LargestWeight))
        {
            throw new UsageException($"{Named.Weight} {Weight}: give a weight from 0 to {LargestWeight}.");
        }

        if (Radius is not (>= 1 and <= LargestRadius))
        {
            throw new UsageException($"{Named.Radius} {Radius}: give a radius from 1 to {LargestRadius} frames.");
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName Weight = Of(nameof(SmoothingOptions.Weight));
        public static readonly PropertyName Radius = Of(nameof(SmoothingOptions.Radius));

        private static PropertyName Of(string name) => PropertyName.Of<SmoothingOptions>(name);
    }
}
