namespace U2Video.Core.Models.Registry;

/// <summary>The progress of a pull.</summary>
/// <param name="Bytes">The number of bytes that are here already, including earlier downloads.</param>
/// <param name="TotalBytes">The number of all bytes; null if the server does not tell.</param>
/// <param name="ResumedBytes">The number of bytes from an earlier pull.</param>
/// <param name="Elapsed">The time since the download, or the wait, began.</param>
/// <param name="IsWaiting">Whether another pull of the same file is being waited for; nothing is downloaded then.</param>
public sealed record PullProgress(long Bytes, long? TotalBytes, long ResumedBytes, TimeSpan Elapsed, bool IsWaiting = false)
{
    /// <summary>Bytes a second since the download began.</summary>
    public double BytesPerSecond => Elapsed > TimeSpan.Zero ? (Bytes - ResumedBytes) / Elapsed.TotalSeconds : 0;

    /// <summary>The remaining time at the speed so far; null if unknown.</summary>
    public TimeSpan? Remaining => TotalBytes is { } total && BytesPerSecond > 0
        ? TimeSpan.FromSeconds(Math.Max(0, total - Bytes) / BytesPerSecond)
        : null;
}
