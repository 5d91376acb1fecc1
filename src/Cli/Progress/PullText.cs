using System.Globalization;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Progress;

/// <summary>The words for how far a download is.</summary>
internal static class PullText
{
    private const double BytesInMegabyte = 1e6;

    /// <summary>Megabytes and speed: <c>12.3/176.0 MB, 8.1 MB/s</c>.</summary>
    public static ProgressState Describe(PullProgress value)
    {
        var bytes = value.TotalBytes is { } total ? $"{Megabytes(value.Bytes)}/{Megabytes(total)}" : Megabytes(value.Bytes);
        var text = value.IsWaiting
            ? "waiting for another pull of the same model"
            : string.Create(CultureInfo.InvariantCulture, $"{bytes} MB, {value.BytesPerSecond / BytesInMegabyte:F1} MB/s");
        return new ProgressState(text, value.Bytes, value.TotalBytes, value.Remaining);
    }

    /// <summary>Bytes as megabytes, with one decimal.</summary>
    public static string Megabytes(long bytes) => (bytes / BytesInMegabyte).ToString("F1", CultureInfo.InvariantCulture);
}
