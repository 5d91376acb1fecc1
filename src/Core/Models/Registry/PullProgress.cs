namespace U2Video.Core.Models.Registry;

/// <summary>Where a pull stands.</summary>
/// <param name="Bytes">What lies here already, whenever it was downloaded.</param>
/// <param name="TotalBytes">How many there will be; null where the server does not say.</param>
/// <param name="ResumedBytes">How many of them an earlier pull had left.</param>
/// <param name="Elapsed">Since the download, or the wait, began.</param>
/// <param name="IsWaiting">Whether another pull of the same file is being waited for; nothing is downloaded then.</param>
public sealed record PullProgress(long Bytes, long? TotalBytes, long ResumedBytes, TimeSpan Elapsed, bool IsWaiting = false)
{
    /// <summary>Bytes a second since the download began.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? (Bytes - ResumedBytes) / Elapsed.TotalSeconds : 0;

    /// <summary>How long it will take still, at the speed so far; null where unknown.</summary>
    public TimeSpan? Remaining => TotalBytes is { } total && BytesPerSecond > 0
        ? TimeSpan.FromSeconds(Math.Max(0, total - Bytes) / BytesPerSecond)
        : null;
}
