using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace U2Video.Core.Files;

/// <summary>Removes temporary files and folders whose process has ended.</summary>
internal static class StaleFiles
{
    private static readonly ConcurrentDictionary<string, bool> Swept = new();

    /// <summary>Sweeps a folder the first time that this process asks for it; what cannot be removed is left.</summary>
    /// <param name="folder">The folder; its subfolders are not swept.</param>
    /// <param name="names">Matches the names, with the groups of <see cref="FileOwner.Pattern"/>.</param>
    public static void SweepOnce(string folder, Regex names)
    {
        if (Swept.TryAdd(folder, true))
        {
            Sweep(folder, names);
        }
    }

    /// <summary>Sweeps a folder; what cannot be removed is left.</summary>
    /// <param name="folder">The folder; its subfolders are not swept.</param>
    /// <param name="names">Matches the names, with the groups of <see cref="FileOwner.Pattern"/>.</param>
    public static void Sweep(string folder, Regex names)
    {
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (names.Match(entry.Name) is { Success: true } match
                    && FileOwner.IsGone(match.Groups["process"].Value, match.Groups["place"].Value, entry.LastWriteTimeUtc))
                {
                    Remove(entry);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be listed, but it may still be possible to write into it.
        }
    }

    private static void Remove(FileSystemInfo entry)
    {
        try
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process was faster, or the file belongs to another user.
        }
    }
}
