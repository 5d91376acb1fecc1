using U2Video.Core.Errors;

namespace U2Video.Pipeline.Fixing;

/// <summary>What a model learns from, and for how long.</summary>
internal sealed record FixOptions
{
    private const double LongestSeconds = 3600;

    /// <summary>The masks that the user painted, at least one, each for another frame.</summary>
    public required IReadOnlyList<Correction> Corrections { get; init; }

    /// <summary>About how long the model learns on a usual machine of two cores, 1…3600 seconds. It decides the number of steps.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>
    /// The seed of all random numbers. If it is given, all steps are made, so that the same seed gives the same weights; null: the learning
    /// ends after <see cref="Seconds"/>, whether all steps are made or not.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    public void Validate()
    {
        if (Seconds is not (>= 1 and <= LongestSeconds))
        {
            throw new UsageException($"{Named.Seconds} {Seconds}: give 1 to {LongestSeconds} seconds.");
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName Corrections = Of(nameof(FixOptions.Corrections));
        public static readonly PropertyName Seconds = Of(nameof(FixOptions.Seconds));

        private static PropertyName Of(string name) => PropertyName.Of<FixOptions>(name);
    }
}
