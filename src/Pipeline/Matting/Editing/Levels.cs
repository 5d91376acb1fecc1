namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// Stretches the matte's values: what is at or below <paramref name="Low"/> becomes 0, what is at or above <paramref name="High"/>
/// becomes 1, and what is between is spread over 0…1 and raised to 1/<paramref name="Gamma"/>.
/// </summary>
/// <param name="Low">0…1, below <paramref name="High"/>.</param>
/// <param name="High">0…1.</param>
/// <param name="Gamma">0.1…10; above 1 soft values become more opaque.</param>
public sealed record Levels(double Low, double High, double Gamma = 1)
{
    /// <summary>The new value of a value of 0…1.</summary>
    public double Apply(double value) => Math.Pow(Math.Clamp((value - Low) / (High - Low), 0, 1), 1 / Gamma);
}
