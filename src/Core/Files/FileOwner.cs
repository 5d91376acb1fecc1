using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace U2Video.Core.Files;

/// <summary>
/// Marks the names of temporary files with the process that writes them, so that a later process can tell which files were left by one
/// that was killed.
/// </summary>
internal static class FileOwner
{
    // Each machine and each container numbers its own processes, and they may share folders.
    private static readonly string Place = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName + ProcessNamespace())))[..6];

    // File systems' clocks lag behind.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    /// <summary>A pattern of the marks, with the groups <c>process</c> and <c>place</c>.</summary>
    public const string Pattern = "(?<process>[0-9]+)-(?<place>[0-9a-f]{6})-[0-9a-f]{8}";

    /// <summary>A new mark of this process, different at each call.</summary>
    public static string NewMark() =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Place}-{Guid.NewGuid().ToString("N")[..8]}");

    /// <summary>Whether the process of a mark is known to have ended.</summary>
    /// <param name="process">Its number in the mark.</param>
    /// <param name="place">The place in the mark.</param>
    /// <param name="lastWritten">When the file was last written to, in UTC.</param>
    public static bool IsGone(string process, string place, DateTime lastWritten)
    {
        if (place != Place || !int.TryParse(process, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        try
        {
            // Process numbers are reused: a process that began after the last byte was written did not write the file.
            using var owner = Process.GetProcessById(number);
            return owner.StartTime.ToUniversalTime() > lastWritten + Tolerance;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return false;
        }
    }

    private static string ProcessNamespace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
