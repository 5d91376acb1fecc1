namespace U2Video.Core.Fixing;

/// <summary>How far a model has learned from corrected frames.</summary>
/// <param name="Step">The steps that were made.</param>
/// <param name="Steps">The steps that there are at most.</param>
/// <param name="Loss">The loss of the last step.</param>
/// <param name="Elapsed">The time since the first step began.</param>
/// <param name="Limit">When the learning ends at the latest; null where only the steps end it.</param>
internal sealed record FixProgress(int Step, int Steps, double Loss, TimeSpan Elapsed, TimeSpan? Limit)
{
    /// <summary>The share that is done, of the steps or of the time, 0…1.</summary>
    public double Share => Math.Min(1, Math.Max((double)Step / Steps, Limit is { } limit ? Elapsed / limit : 0));

    /// <summary>The time that is left at the speed so far.</summary>
    public TimeSpan Remaining => Share > 0 ? Elapsed * ((1 - Share) / Share) : TimeSpan.Zero;
}
