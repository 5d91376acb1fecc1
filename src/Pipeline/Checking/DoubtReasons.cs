namespace U2Video.Pipeline.Checking;

/// <summary>Finds why a frame is doubtful.</summary>
internal static class DoubtReasons
{
    // A subject with a smaller share of the usual area is gone.
    private const double MissingShare = 0.1;

    /// <summary>The reasons, the weightiest first: one or two.</summary>
    public static IReadOnlyList<DoubtReason> Of(FrameSigns frame) => [.. DoubtFormula.Reasons(frame).Select(sign => Of(sign, frame))];

    private static DoubtReason Of(DoubtSign sign, FrameSigns frame) => sign switch
    {
        DoubtSign.SoftMask => DoubtReason.SoftMask,
        DoubtSign.Faint => DoubtReason.Faint,
        DoubtSign.Disagreement => DoubtReason.Unsure,
        DoubtSign.Jump => DoubtReason.Flicker,
        DoubtSign.Holes => DoubtReason.Holes,
        DoubtSign.Scraps => DoubtReason.Torn,
        DoubtSign.Larger => DoubtReason.Larger,
        DoubtSign.Smaller => frame.Area < MissingShare * frame.UsualArea ? DoubtReason.Missing : DoubtReason.Smaller,
        _ => throw new ArgumentOutOfRangeException(nameof(sign)),
    };
}
