namespace U2Video.Core.Metrics;

/// <summary>
/// F-beta at an adaptive threshold: min(2 × the mask's mean, 1), as in R. Achanta, S. Hemami, F. Estrada, S. Süsstrunk,
/// "Frequency-tuned salient region detection", CVPR 2009. The truth is thresholded at one half.
/// </summary>
/// <remarks>
/// If the mask fills more than half of the picture, its threshold is 1, which a network hardly ever reaches: the measure was made
/// for small subjects and says little about close-ups.
/// </remarks>
internal static class AdaptiveFMeasure
{
    // Values that an 8-bit file stores as full white count as 1, because a sigmoid never reaches 1.
    private const double One = 254.5 / 255;

    /// <summary>Compares two masks.</summary>
    /// <param name="mask">The mask, 0…1.</param>
    /// <param name="truth">The true mask, 0…1, of the same length.</param>
    /// <returns>0…1; 1 is best. Without a subject in the ground truth: 1 if no value reaches the threshold, else 0.</returns>
    /// <exception cref="ArgumentException">The masks are empty or differ in length.</exception>
    public static double Of(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth)
    {
        MaskSpans.Check(mask, truth);
        var threshold = Math.Min(2 * MaskSpans.Mean(mask), One);
        var (right, found, missed) = (0, 0, 0);
        for (var i = 0; i < mask.Length; i++)
        {
            // A mask of zeros has a threshold of 0, but must not become a mask of ones.
            var (isFound, isWanted) = (mask[i] >= threshold && mask[i] > 0, truth[i] >= MaskSpans.Half);
            right += isFound & isWanted ? 1 : 0;
            found += isFound ? 1 : 0;
            missed += !isFound & isWanted ? 1 : 0;
        }

        return PrecisionRecall.FromCounts(right, found, missed).F;
    }
}
