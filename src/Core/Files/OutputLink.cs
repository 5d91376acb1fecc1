using U2Video.Core.Errors;

namespace U2Video.Core.Files;

/// <summary>
/// Symbolic links as outputs. The link's target is written, whether it exists yet or not, and the link stays.
/// </summary>
internal static class OutputLink
{
    // Linux itself follows as many.
    private const int LongestChain = 40;
    private const uint Administrator = 0;

    /// <summary>Where a path leads in the end.</summary>
    /// <param name="path">A path; it need not be a link, and need not exist.</param>
    /// <returns>The full path of something that is not a link.</returns>
    /// <exception cref="U2VideoException">The links form a circle, or one of them leads to another user's file.</exception>
    public static string Follow(string path)
    {
        var target = Resolve(path, out var links);
        foreach (var link in links)
        {
            CheckOwner(path, link, target);
        }

        return target;
    }

    /// <summary>The same for comparing two paths: it ignores owners and follows linked folders; a circle leads to itself.</summary>
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

            // A relative target begins in the folder where the link really is; this matters if the path has ".." after a linked folder.
            at = Path.GetFullPath(target, TrueFolder(Path.GetDirectoryName(at)!));
        }

        return at;
    }

    private static string TrueFolder(string folder) =>
        Path.GetDirectoryName(folder) is not { } parent ? folder
        : new DirectoryInfo(folder) is { Exists: true } info && info.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? target.FullName
        : Path.Combine(TrueFolder(parent), Path.GetFileName(folder));

    // A link lends the rights of the user who follows it to the user who made it. An administrator gains nothing by that, and
    // other users' links may be followed to those users' own files.
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
