namespace U2Video.Core.Metrics;

/// <summary>What all measures do with the two masks that they compare.</summary>
internal static class MaskSpans
{
    /// <summary>From here on a value counts as subject, where a measure knows subject and background alone.</summary>
    public const float Half = 0.5f;

    /// <exception cref="ArgumentException">The masks are empty or not of one length, or the rows do not come out even.</exception>
    public static void Check(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, int width = 1)
    {
        if (mask.Length == 0 || mask.Length != truth.Length || width < 1 || mask.Length % width != 0)
        {
            throw new ArgumentException($"A mask of {mask.Length} values and a truth of {truth.Length} do not make pictures {width} wide.");
        }
    }

    /// <summary>How many values count as subject.</summary>
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
