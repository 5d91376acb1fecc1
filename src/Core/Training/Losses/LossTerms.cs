namespace U2Video.Core.Training.Losses;

/// <summary>The loss as its seven terms: binary cross-entropy of the fused output, then of the side outputs d1 to d6.</summary>
/// <param name="Terms">Seven means over pixels, 0 or more, before weights are applied.</param>
public sealed record LossTerms(IReadOnlyList<double> Terms)
{
    /// <summary>The number of terms.</summary>
    public const int Count = 7;

    /// <summary>Their names, in order: <c>fused</c>, <c>side1</c> … <c>side6</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fused", "side1", "side2", "side3", "side4", "side5", "side6"];

    /// <summary>The term of the output that is used.</summary>
    public double Fused => Terms[0];

    /// <summary>The sum of all terms.</summary>
    public double Sum => Terms.Sum();
}
