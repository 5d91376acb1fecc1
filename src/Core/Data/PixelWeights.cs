namespace U2Video.Core.Data;

/// <summary>How much each pixel of a batch counts in the loss.</summary>
internal static class PixelWeights
{
    /// <summary>
    /// Weights of 0 for ignored pixels, and otherwise equal weights with a mean of 1 over all pixels: then the mean of the weighted losses
    /// is the mean over the pixels that count.
    /// </summary>
    /// <param name="ignored">Bytes for each picture, 255 at ignored pixels; null if none is ignored.</param>
    /// <param name="pixels">Pixels in each picture.</param>
    /// <returns>The weights, picture by picture; null if all pixels count; all 0 if no pixel counts.</returns>
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
