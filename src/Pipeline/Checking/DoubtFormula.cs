namespace U2Video.Pipeline.Checking;

/// <summary>
/// Predicts a mask's error, 1 − IoU, from its signs of doubt: <code>doubt = base · Π (1 + x / scale) ^ weight</code>, 1 at most. So each
/// sign multiplies the doubt, and a sign of 0 leaves it as it is. Scales say from where on a sign counts; they were chosen by hand. Base
/// and weights are those of a quasi-Poisson regression with weights of 0 or more on generated clips with exact truth, so that the doubt is
/// the mean error of such frames: <c>benchmarks/run doubt fit</c>, docs/check.md. A sign of weight 0 adds nothing to what the others say
/// of the error; it only gives a reason.
/// </summary>
internal static class DoubtFormula
{
    /// <summary>The logarithm of the base: that of a frame without any sign.</summary>
    public const double LogBase = -3.45;

    private const int MostReasons = 2;

    // The last column is the sign's 95th percentile over the frames of the fit, at least its scale: what exceeds it is unusual.
    private static readonly (DoubtSign Sign, double Scale, double Weight, double Unusual)[] Terms =
    [
        (DoubtSign.SoftMask, 0.05, 0, 0.451),
        (DoubtSign.Faint, 0.02, 0.01, 0.250),
        (DoubtSign.Disagreement, 0.05, 0.56, 0.342),
        (DoubtSign.Jump, 0.02, 0.31, 0.135),
        (DoubtSign.Holes, 0.01, 0, 0.055),
        (DoubtSign.Scraps, 0.02, 0, 0.02),
        (DoubtSign.Smaller, 0.3, 0.98, 0.810),
        (DoubtSign.Larger, 0.1, 0.36, 0.133),
    ];

    /// <summary>The sign as the fit sees it: the logarithm of 1 + x / scale.</summary>
    public static double Log(DoubtSign sign, double value) => Math.Log(1 + (value / Terms[(int)sign].Scale));

    /// <summary>The doubt of a frame, 0…1: the error that is to be expected.</summary>
    public static double Doubt(FrameSigns frame) =>
        Math.Min(1, Math.Exp(LogBase + Terms.Sum(term => term.Weight * Log(term.Sign, frame[term.Sign]))));

    /// <summary>
    /// The signs that are the most unusual in a frame, the first one first: one or two. A second one has to be unusual by itself.
    /// </summary>
    public static IReadOnlyList<DoubtSign> Reasons(FrameSigns frame)
    {
        var signs = Terms
            .Select(term => (term.Sign, Excess: Log(term.Sign, frame[term.Sign]) / Log(term.Sign, term.Unusual)))
            .OrderByDescending(term => term.Excess)
            .ToArray();
        return [.. signs.Take(MostReasons).Where((term, i) => i == 0 || term.Excess > 1).Select(term => term.Sign)];
    }
}
