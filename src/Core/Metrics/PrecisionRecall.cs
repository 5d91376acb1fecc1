namespace U2Video.Core.Metrics;

/// <summary>Precision and recall: the correct share of the found pixels, and the found share of the correct pixels.</summary>
/// <param name="Precision">The share of the found pixels that are correct, 0…1.</param>
/// <param name="Recall">The share of the correct pixels that were found, 0…1.</param>
internal readonly record struct PrecisionRecall(double Precision, double Recall)
{
    /// <summary>β². A value below 1 gives precision more weight than recall.</summary>
    public const double BetaSquared = 0.3;

    /// <summary>
    /// F-beta, (1 + β²) P R / (β² P + R) with β² = 0.3, as in R. Achanta, S. Hemami, F. Estrada, S. Süsstrunk, "Frequency-tuned
    /// salient region detection", CVPR 2009. 0…1; 1 is best; 0 where P and R are 0.
    /// </summary>
    public double F => Precision + Recall > 0 ? (1 + BetaSquared) * Precision * Recall / ((BetaSquared * Precision) + Recall) : 0;

    /// <summary>
    /// Computes both from counts of pixels. If there is nothing to find, nothing can be missed, so the recall is 1. If nothing was found,
    /// the precision is 1 if there was nothing to find, else 0.
    /// </summary>
    /// <param name="right">The number of found pixels that are correct.</param>
    /// <param name="found">The number of found pixels.</param>
    /// <param name="missed">The number of correct pixels that were not found.</param>
    internal static PrecisionRecall FromCounts(int right, int found, int missed) => new(
        found > 0 ? (double)right / found : missed == 0 ? 1 : 0,
        right + missed > 0 ? (double)right / (right + missed) : 1);
}
