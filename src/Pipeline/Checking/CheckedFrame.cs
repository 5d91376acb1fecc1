namespace U2Video.Pipeline.Checking;

/// <summary>A frame whose mask was checked.</summary>
/// <param name="Time">When it is shown, after the clip's beginning.</param>
/// <param name="Signs">What speaks against its mask.</param>
internal sealed record CheckedFrame(TimeSpan Time, FrameSigns Signs)
{
    /// <summary>The error that is to be expected, 1 − IoU, 0…1.</summary>
    public double Doubt { get; } = DoubtFormula.Doubt(Signs);

    /// <summary>Why it is doubtful, the weightiest reason first.</summary>
    public IReadOnlyList<DoubtReason> Reasons => DoubtReasons.Of(Signs);
}
