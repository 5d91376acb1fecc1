using System.Text.RegularExpressions;

namespace U2Video.Core.Files;

/// <summary>Names in the system's folder for temporary files.</summary>
internal static partial class TemporaryFiles
{
    /// <summary>
    /// A new name, <c>u2video-PROCESS-PLACE-RANDOM</c> with an extension. Files that killed processes left there are removed.
    /// </summary>
    /// <param name="extension">With its dot, or empty.</param>
    public static string NewPath(string extension = "")
    {
        var folder = Path.GetTempPath();
        StaleFiles.SweepOnce(folder, Names());
        return Path.Combine(folder, $"u2video-{FileOwner.NewMark()}{extension}");
    }

    [GeneratedRegex(@"^u2video-" + FileOwner.Pattern + @"(\.[a-z]+)?$")]
    private static partial Regex Names();
}
