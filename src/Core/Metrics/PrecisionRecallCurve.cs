namespace U2Video.Core.Metrics;

/// <summary>
/// Precision and recall at the 256 thresholds k / 255: at each, the mask's values from the threshold on are subject, and the truth
/// is thresholded at one half. A curve over many pictures is the mean of theirs, at each threshold that of the precisions and that
/// of the recalls, as the U²-Net paper does it (X. Qin et al., Pattern Recognition 106, 2020).
/// </summary>
/// <remarks>It is immutable, so several threads may use it at once.</remarks>
internal sealed class PrecisionRecallCurve
{
    /// <summary>The number of thresholds.</summary>
    public const int Count = 256;

    private const int Highest = Count - 1;

    private readonly PrecisionRecall[] _points;
    private readonly int _best;

    private PrecisionRecallCurve(PrecisionRecall[] points)
    {
        _points = points;
        _best = Enumerable.Range(0, Count).MaxBy(k => points[k].F);
    }

    /// <summary>The points in the order of their thresholds: the k-th has the threshold k / 255.</summary>
    public IReadOnlyList<PrecisionRecall> Points => _points;

    /// <summary>The largest F-beta of all points.</summary>
    public double MaxF => _points[_best].F;

    /// <summary>The threshold of that point, 0…1; the lowest one if there are several.</summary>
    public double ThresholdOfMaxF => _best / (double)Highest;

    /// <summary>The curve of one picture.</summary>
    /// <param name="mask">The mask, 0…1.</param>
    /// <param name="truth">The true mask, 0…1, of the same length.</param>
    /// <exception cref="ArgumentException">The masks are empty or differ in length.</exception>
    public static PrecisionRecallCurve Of(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth)
    {
        MaskSpans.Check(mask, truth);

        // The number of values that reach this threshold but not the next one.
        var (subject, background) = (new int[Count], new int[Count]);
        for (var i = 0; i < mask.Length; i++)
        {
            (truth[i] >= MaskSpans.Half ? subject : background)[HighestPassed(mask[i])]++;
        }

        var points = new PrecisionRecall[Count];
        var (right, wrong, wanted) = (0, 0, subject.Sum());
        for (var k = Highest; k >= 0; k--)
        {
            right += subject[k];
            wrong += background[k];
            points[k] = PrecisionRecall.FromCounts(right, right + wrong, wanted - right);
        }

        return new PrecisionRecallCurve(points);
    }

    /// <summary>The mean of several curves, each counted once.</summary>
    /// <param name="curves">The curves, at least one.</param>
    public static PrecisionRecallCurve Mean(IReadOnlyCollection<PrecisionRecallCurve> curves) => new(
        [.. Enumerable.Range(0, Count).Select(k => new PrecisionRecall(
            curves.Average(curve => curve._points[k].Precision), curves.Average(curve => curve._points[k].Recall)))]);

    // The product may have a rounding error, and the values of an 8-bit mask are exactly at the thresholds.
    private static int HighestPassed(float value)
    {
        var k = Math.Clamp((int)(value * Highest), 0, Highest);
        return k < Highest && value >= (k + 1) / (float)Highest ? k + 1
            : k > 0 && value < k / (float)Highest ? k - 1
            : k;
    }
}
