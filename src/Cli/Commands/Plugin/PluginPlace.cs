using U2Video.Core.Errors;

namespace U2Video.Cli.Commands.Plugin;

/// <summary>Where the filter is, and where hosts look for it.</summary>
internal static class PluginPlace
{
    /// <summary>What a user has to know about hosts that look elsewhere.</summary>
    public const string Advice =
        "ffmpeg: -vf frei0r=u2video · GStreamer: frei0r-filter-u2video · melt: -filter frei0r.u2video · see docs/plugin.md";

    private const string FileName = "u2video.so";
    private const string FilterVariable = "U2VIDEO_PLUGIN";
    private const string HostsVariable = "FREI0R_PATH";

    /// <summary>The filter: beside the program, or where the variable says that it was built; null where it is not.</summary>
    public static string? Filter =>
        new[] { Environment.GetEnvironmentVariable(FilterVariable), Path.Combine(AppContext.BaseDirectory, FileName) }
            .FirstOrDefault(File.Exists);

    /// <summary>The folder that hosts search.</summary>
    public static string Folder(string? given) => Path.GetFullPath(
        given
        ?? Environment.GetEnvironmentVariable(HostsVariable)?.Split(':', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".frei0r-1", "lib"));

    /// <summary>The link in that folder and what it leads to; null where it is not.</summary>
    public static string? FindInstalled(string? folder)
    {
        var file = new FileInfo(Path.Combine(Folder(folder), FileName));
        return file.LinkTarget is { } target ? $"{file.FullName} → {target}" : file.Exists ? file.FullName : null;
    }

    /// <summary>Makes a link, so that the filter finds its program beside the file that the link leads to.</summary>
    /// <returns>The link's path.</returns>
    /// <exception cref="U2VideoException">The filter is not built, another file has its name, or the folder cannot be written.</exception>
    public static string Install(string? folder)
    {
        var filter = Filter ?? throw new U2VideoException(
            $"{FileName} is not beside the program. Run ./u2video plugin install in a checkout, which builds it.");
        var place = Path.Combine(Folder(folder), FileName);
        RefuseOtherFile(place);
        Change(place, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);

            // Made beside it and renamed: a host that starts meanwhile finds the old one or the new one.
            var fresh = $"{place}.{Environment.ProcessId}";
            File.Delete(fresh);
            File.CreateSymbolicLink(fresh, filter);
            File.Move(fresh, place, overwrite: true);
        });
        return place;
    }

    /// <summary>Removes the link.</summary>
    /// <returns>The link's path.</returns>
    /// <exception cref="U2VideoException">It is not there, or not a link.</exception>
    public static string Uninstall(string? folder)
    {
        var place = Path.Combine(Folder(folder), FileName);
        if (FindInstalled(folder) is null)
        {
            throw new U2VideoException($"{place}: there is no such file; nothing was removed.");
        }

        RefuseOtherFile(place);
        Change(place, () => File.Delete(place));
        return place;
    }

    private static void RefuseOtherFile(string place)
    {
        if (new FileInfo(place) is { Exists: true, LinkTarget: null })
        {
            throw new U2VideoException($"{place}: is a file and not a link that this program made. Delete it first.");
        }
    }

    private static void Change(string place, Action change)
    {
        try
        {
            change();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{place}: cannot be changed: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }
}
