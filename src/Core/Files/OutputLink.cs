using U2Video.Core.Errors;

namespace U2Video.Core.Files;

/// <summary>
/// Symbolic links as outputs. Who names one means what it leads to: that is written, whether it is there or not yet, and the link stays.
/// </summary>
internal static class OutputLink
{
    // As many as Linux itself follows.
    private const int LongestChain = 40;
    private const uint Administrator = 0;

    /// <summary>Where a path leads in the end.</summary>
    /// <param name="path">A path; it need not be a link, and nothing need be there.</param>
    /// <returns>The full path of what is no link.</returns>
    /// <exception cref="U2VideoException">Links lead in a circle, or across to what is another user's.</exception>
    public static string Follow(string path)
    {
        var target = Resolve(path, out var links);
        foreach (var link in links)
        {
            CheckOwner(path, link, target);
        }

        return target;
    }

    /// <summary>The same without looking at owners and through linked folders, to compare two paths; a circle leads to itself.</summary>
    public static string Resolve(string path)
    {
        try
        {
            var target = Resolve(path, out _);
            return Path.GetDirectoryName(target) is { } folder ? Path.Combine(TrueFolder(folder), Path.GetFileName(target)) : target;
        }
        catch (U2VideoException)
        {
            return Path.GetFullPath(path);
        }
    }

    private static string Resolve(string path, out List<string> links)
    {
        links = [];
        var at = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        while (new FileInfo(at).LinkTarget is { } target)
        {
            links.Add(at);
            if (links.Count > LongestChain)
            {
                throw new U2VideoException($"{path}: cannot be written: its links lead in a circle.");
            }

            // A relative target begins where the link truly lies, which matters where that is told by ".." behind a linked folder.
            at = Path.GetFullPath(target, TrueFolder(Path.GetDirectoryName(at)!));
        }

        return at;
    }

    private static string TrueFolder(string folder) =>
        Path.GetDirectoryName(folder) is not { } parent ? folder
        : new DirectoryInfo(folder) is { Exists: true } info && info.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? target.FullName
        : Path.Combine(TrueFolder(parent), Path.GetFileName(folder));

    // A link lends the rights of whoever follows it to whoever laid it. The administrator's lend nothing that he had not anyway, and
    // others' are followed to what is theirs.
    private static void CheckOwner(string path, string link, string target)
    {
        if (FileStatus.Of(link, follow: false) is not { } laid || laid.Owner == Administrator)
        {
            return;
        }

        var there = FileStatus.Of(target);
        var owner = (there ?? FileStatus.Of(Path.GetDirectoryName(target) ?? target))?.Owner;
        if (owner is null || owner == laid.Owner || (there is null && laid.Owner == FileStatus.Self))
        {
            return;
        }

        throw new U2VideoException(
            $"{path}: is a link to {target}, which belongs to another user than the link does; name the file itself if it is meant.");
    }
}
