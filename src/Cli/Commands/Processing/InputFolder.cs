using U2Video.Core.Errors;

namespace U2Video.Cli.Commands.Processing;

/// <summary>A folder, or a pattern of files in it, each of which is an input of its own.</summary>
internal sealed class InputFolder
{
    private static readonly HashSet<string> Pictures = new(
        [
            ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".exr", ".dpx", ".tga", ".jp2",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Clips = new(
        [
            ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".gif", ".apng", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts", ".wmv", ".flv",
            ".3gp", ".ogv", ".y4m", ".nut",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly string _pattern;
    private HashSet<string> _outputs = [];

    private InputFolder(string name, string root, string pattern, bool isRecursive) =>
        (Name, Root, _pattern, IsRecursive) = (name, root, pattern, isRecursive);

    /// <summary>What the user calls it.</summary>
    public string Name { get; }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>Whether the folders below are taken too.</summary>
    public bool IsRecursive { get; }

    /// <summary>Reads a name; null where it is neither a folder nor a pattern.</summary>
    /// <exception cref="InputException">The folder of a pattern does not exist.</exception>
    public static InputFolder? Of(string name, bool isRecursive)
    {
        if (InputOptions.IsAddress(name))
        {
            return null;
        }

        var isPattern = !File.Exists(name) && Path.GetFileName(name).AsSpan().ContainsAny('*', '?');
        var folder = isPattern ? Path.GetDirectoryName(Path.GetFullPath(name))! : name;
        if (!Directory.Exists(folder))
        {
            return isPattern ? throw new InputException($"{name}: the folder does not exist.") : null;
        }

        return new InputFolder(name, folder, isPattern ? Path.GetFileName(name) : "*", isRecursive);
    }

    /// <summary>Whether a file is one picture.</summary>
    public static bool IsPicture(string file) => Pictures.Contains(Path.GetExtension(file));

    /// <summary>Leaves the outputs' folders out where they lie below this one.</summary>
    /// <exception cref="UsageException">One of them is this folder, and its files would be taken as inputs.</exception>
    public void LeaveOut(IEnumerable<string> outputs, bool isWatched)
    {
        _outputs = [.. outputs.Select(FullPath)];
        if ((IsRecursive || isWatched) && _outputs.Contains(FullPath(Root)))
        {
            throw new UsageException($"{Name}: is the input and an output, so outputs would become inputs; name another folder for them.");
        }
    }

    /// <summary>The files that there are now, by name. Hidden files, and links to folders, are left out.</summary>
    public IReadOnlyList<string> Files() => [.. FilesIn(Root).Order(StringComparer.Ordinal)];

    /// <summary>The folder of a file, as seen from this one; empty for this one.</summary>
    public string Below(string file) => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!) is var folder and not "." ? folder : "";

    private IEnumerable<string> FilesIn(string folder)
    {
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden };
        var files = Directory.EnumerateFiles(folder, _pattern, options)
            .Where(file => IsPicture(file) || Clips.Contains(Path.GetExtension(file)));
        return !IsRecursive ? files : files.Concat(
            Directory.EnumerateDirectories(folder, "*", options)
                .Where(below => new DirectoryInfo(below).LinkTarget is null && !_outputs.Contains(FullPath(below)))
                .SelectMany(FilesIn));
    }

    private static string FullPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
