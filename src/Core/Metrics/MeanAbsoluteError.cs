namespace U2Video.Core.Metrics;

/// <summary>
/// Mean absolute error: the mean of |mask − truth| over the pixels, without thresholds, including soft edges. As in F. Perazzi,
/// P. Krähenbühl, Y. Pritch, A. Hornung, "Saliency filters: Contrast based filtering for salient region detection", CVPR 2012.
/// </summary>
internal static class MeanAbsoluteError
{
    /// <summary>Compares two masks.</summary>
    /// <param name="mask">The mask, 0…1.</param>
    /// <param name="truth">The true mask, 0…1, of the same length.</param>
    /// <returns>0…1; 0 is best.</returns>
    /// <exception cref="ArgumentException">The masks are empty or differ in length.</exception>
    public static double Of(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth)
    {
        MaskSpans.Check(mask, truth);
        var sum = 0.0;
        for (var i = 0; i < mask.Length; i++)
        {
            sum += Math.Abs((double)mask[i] - truth[i]);
        }

        return sum / mask.Length;
    }
}
