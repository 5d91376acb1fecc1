namespace U2Video.Pipeline.Checking;

/// <summary>
/// Predicts a mask's error, 1 − IoU, from its signs of doubt: <code>doubt = base · Π (1 + x / scale) ^ weight</code>, 1 at most. So each
/// sign multiplies the doubt, and a sign of 0 leaves it as it is. Scales say from where on a sign counts; they were chosen by hand. Base
/// and weights are the least-squares fit of the error's logarithm, with weights of 0 or more, on generated clips with exact truth:
/// <c>benchmarks/run doubt fit</c>, docs/check.md.
/// </summary>
internal static class DoubtFormula
{
    /// <summary>What is added to an error before its logarithm is taken: smaller errors are all the same.</summary>
    public const double SmallestError = 0.005;

    // How much more than usual a sign has to multiply the doubt to be called its reason.
    private const double ReasonFactor = 1.15;
    private const int MostReasons = 2;

    /// <summary>The logarithm of the base.</summary>
    public const double LogBase = -4;

    private static readonly (DoubtSign Sign, double Scale, double Weight, double Usual)[] Terms =
    [
        (DoubtSign.SoftMask, 0.05, 1, 0.05),
        (DoubtSign.Little, 0.1, 1, 0.1),
        (DoubtSign.Faint, 0.05, 1, 0.05),
        (DoubtSign.Disagreement, 0.05, 1, 0.05),
        (DoubtSign.Jump, 0.02, 1, 0.01),
        (DoubtSign.Holes, 0.01, 1, 0),
        (DoubtSign.Scraps, 0.02, 1, 0),
        (DoubtSign.Ragged, 0.5, 1, 1.2),
        (DoubtSign.Size, 0.1, 1, 0.02),
        (DoubtSign.SceneEnd, 0.2, 1, 0.1),
    ];

    /// <summary>The sign as the fit sees it: the logarithm of 1 + x / scale.</summary>
    public static double Log(DoubtSign sign, double value) => Math.Log(1 + (value / Terms[(int)sign].Scale));

    /// <summary>The doubt of a frame, 0…1: the error that is to be expected.</summary>
    public static double Doubt(FrameSigns frame) =>
        Math.Clamp(Math.Exp(LogBase + Terms.Sum(term => term.Weight * Log(term.Sign, frame[term.Sign]))) - SmallestError, 0, 1);

    /// <summary>The signs that make a frame's doubt larger than a usual frame's, the largest first: one or two.</summary>
    public static IReadOnlyList<DoubtSign> Reasons(FrameSigns frame)
    {
        var factors = Terms
            .Select(term => (term.Sign, Log: term.Weight * (Log(term.Sign, frame[term.Sign]) - Log(term.Sign, term.Usual))))
            .OrderByDescending(term => term.Log)
            .ToArray();
        return [.. factors.Take(MostReasons).Where((term, i) => i == 0 || term.Log > Math.Log(ReasonFactor)).Select(term => term.Sign)];
    }
}
