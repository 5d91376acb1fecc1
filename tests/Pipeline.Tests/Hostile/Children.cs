using System.Globalization;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>What the system knows of this process.</summary>
internal static class Children
{
    /// <summary>The command lines of processes that it started and that have not ended.</summary>
    public static string[] OfThisProcess
    {
        get
        {
            var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            return [.. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                .Where(folder => ParentOf(folder) == own).Select(folder => Read(Path.Combine(folder, "cmdline")).Replace('\0', ' '))];
        }
    }

    /// <summary>The command lines of all processes that name a path, whoever started them.</summary>
    public static string[] Naming(string path) =>
        [.. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(folder => Read(Path.Combine(folder, "cmdline")).Replace('\0', ' '))
            .Where(line => line.Contains(path, StringComparison.Ordinal))];

    /// <summary>How many files, pipes and sockets it has open.</summary>
    public static int OpenHandles => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    // The name stands in brackets and may hold anything; behind it come the state and the parent.
    private static string? ParentOf(string folder)
    {
        var stat = Read(Path.Combine(folder, "stat"));
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
