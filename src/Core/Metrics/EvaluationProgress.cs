namespace U2Video.Core.Metrics;

/// <summary>Where an evaluation stands.</summary>
/// <param name="Pictures">Pictures measured.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Elapsed">Since the evaluation began.</param>
public sealed record EvaluationProgress(int Pictures, int Total, TimeSpan Elapsed)
{
    /// <summary>Pictures a second since the evaluation began.</summary>
    public double PicturesPerSecond => Elapsed > TimeSpan.Zero ? Pictures / Elapsed.TotalSeconds : 0;

    /// <summary>How long it will take still, at the speed so far; null where unknown.</summary>
    public TimeSpan? Remaining => Pictures > 0 ? Elapsed * ((Total - Pictures) / (double)Pictures) : null;
}
