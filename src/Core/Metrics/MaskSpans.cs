namespace U2Video.Core.Metrics;

/// <summary>Checks and thresholds that all measures share.</summary>
internal static class MaskSpans
{
    /// <summary>The threshold from which a value counts as subject, for measures that distinguish only subject and background.</summary>
    public const float Half = 0.5f;

    /// <exception cref="ArgumentException">The masks are empty or differ in length, or do not consist of whole rows.</exception>
    public static void Check(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, int width = 1)
    {
        if (mask.Length == 0 || mask.Length != truth.Length || width < 1 || mask.Length % width != 0)
        {
            throw new ArgumentException($"A mask of {mask.Length} values and a truth of {truth.Length} do not make pictures {width} wide.");
        }
    }

    /// <summary>The number of values that count as subject.</summary>
    public static int CountSubject(ReadOnlySpan<float> mask)
    {
        var count = 0;
        foreach (var value in mask)
        {
            count += value >= Half ? 1 : 0;
        }

        return count;
    }

    /// <summary>The mean of all values.</summary>
    public static double Mean(ReadOnlySpan<float> mask)
    {
        var sum = 0.0;
        foreach (var value in mask)
        {
            sum += value;
        }

        return sum / mask.Length;
    }
}
