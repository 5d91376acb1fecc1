namespace U2Video.Core.Data;

/// <summary>How much each pixel of a batch counts in the loss.</summary>
internal static class PixelWeights
{
    /// <summary>
    /// Weights of 0 where a pixel is ignored, and otherwise such that their mean is 1: a mean of weighted losses is that of the pixels
    /// that count.
    /// </summary>
    /// <param name="ignored">For each picture bytes, 255 where it is ignored; null where none is.</param>
    /// <param name="pixels">Pixels in each picture.</param>
    /// <returns>Picture by picture; null where all pixels count. All 0 where none does.</returns>
    public static float[]? Of(IReadOnlyList<byte[]?> ignored, int pixels)
    {
        if (ignored.All(picture => picture is null))
        {
            return null;
        }

        var weights = new float[ignored.Count * pixels];
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = 1 - ((ignored[i / pixels]?[i % pixels] ?? 0) / (float)byte.MaxValue);
            sum += weights[i];
        }

        for (var i = 0; i < weights.Length && sum > 0; i++)
        {
            weights[i] *= (float)(weights.Length / sum);
        }

        return weights;
    }
}
