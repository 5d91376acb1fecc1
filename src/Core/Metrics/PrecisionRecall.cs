namespace U2Video.Core.Metrics;

/// <summary>How much of what was found is right, and how much of what is right was found.</summary>
/// <param name="Precision">Right ones among those that were found, 0…1.</param>
/// <param name="Recall">Found ones among those that are right, 0…1.</param>
public readonly record struct PrecisionRecall(double Precision, double Recall)
{
    /// <summary>β²: below 1, it lets precision weigh more than recall.</summary>
    public const double BetaSquared = 0.3;

    /// <summary>
    /// F-beta, (1 + β²) P R / (β² P + R) with β² = 0.3, as in R. Achanta, S. Hemami, F. Estrada, S. Süsstrunk, "Frequency-tuned
    /// salient region detection", CVPR 2009. 0…1; 1 is best; 0 where P and R are 0.
    /// </summary>
    public double F => Precision + Recall > 0 ? (1 + BetaSquared) * Precision * Recall / ((BetaSquared * Precision) + Recall) : 0;

    /// <summary>
    /// From counts of pixels. Where nothing is to be found nothing can be missed: the recall is 1. Where nothing was found the
    /// precision is 1 if there was nothing to find, else 0.
    /// </summary>
    /// <param name="right">Found ones that are right.</param>
    /// <param name="found">All that were found.</param>
    /// <param name="missed">Right ones that were not found.</param>
    internal static PrecisionRecall FromCounts(int right, int found, int missed) => new(
        found > 0 ? (double)right / found : missed == 0 ? 1 : 0,
        right + missed > 0 ? (double)right / (right + missed) : 1);
}
