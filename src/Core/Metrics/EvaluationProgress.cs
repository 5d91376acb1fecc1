namespace U2Video.Core.Metrics;

/// <summary>The progress of an evaluation.</summary>
/// <param name="Pictures">The number of measured pictures.</param>
/// <param name="Total">The number of all pictures.</param>
/// <param name="Elapsed">The time since the evaluation began.</param>
public sealed record EvaluationProgress(int Pictures, int Total, TimeSpan Elapsed)
{
    /// <summary>Pictures a second since the evaluation began.</summary>
    public double PicturesPerSecond => Elapsed > TimeSpan.Zero ? Pictures / Elapsed.TotalSeconds : 0;

    /// <summary>The remaining time at the speed so far; null if unknown.</summary>
    public TimeSpan? Remaining => Pictures > 0 ? Elapsed * ((Total - Pictures) / (double)Pictures) : null;
}
