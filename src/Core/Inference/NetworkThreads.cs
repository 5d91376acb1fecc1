using System.Globalization;
using System.Runtime.InteropServices;
using U2Video.Core.Networks.Fast;

namespace U2Video.Core.Inference;

/// <summary>
/// The threads on which networks of this process run, OpenMP's among them, which have the name of the thread that made them.
/// </summary>
internal static partial class NetworkThreads
{
    /// <summary>The beginning of the names of a predictor's threads.</summary>
    public const string OfPredictor = "u2net";

    // Linux gives such a thread a third of the time of others that compete with it, and all time that is left.
    private const int Nicer = 5;
    private const int OneThread = 0;

    /// <summary>
    /// Lets all other threads run before them. It cannot be undone without privileges. Only Linux has priorities of single threads;
    /// elsewhere it does nothing.
    /// </summary>
    public static void YieldToOthers()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var usual = getpriority(OneThread, (uint)Environment.ProcessId);
        foreach (var folder in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (NameOf(folder) is { } name && (name.StartsWith(OfPredictor, StringComparison.Ordinal)
                || name.StartsWith(SharedWork.ThreadName, StringComparison.Ordinal)))
            {
                // Where the system refuses it, the threads stay as they are, and everything works.
                _ = setpriority(OneThread, uint.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), usual + Nicer);
            }
        }
    }

    // A thread may have ended meanwhile.
    private static string? NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm"));
        }
        catch (IOException)
        {
            return null;
        }
    }

#pragma warning disable IDE1006 // The names are libc's.
    [LibraryImport("libc")]
    private static partial int getpriority(int which, uint who);

    [LibraryImport("libc")]
    private static partial int setpriority(int which, uint who, int priority);
#pragma warning restore IDE1006
}
