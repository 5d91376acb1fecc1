using System.Globalization;
using System.Text.RegularExpressions;
using U2Video.Core.Errors;
using U2Video.Core.Files;

namespace U2Video.Pipeline.Parts;

/// <summary>The folder beside an output that holds its parts until they are joined: <c>OUT.parts</c>.</summary>
/// <param name="output">The output's name.</param>
internal sealed partial class PartFolder(string output)
{
    private const string ManifestExtension = ".json";
    private const string JoinMark = "joining";

    private static readonly PropertyName Overwrite = PropertyName.Of<ReplacedFile>("overwrite");

    /// <summary>Its full path.</summary>
    public string Path { get; } = OutputLink.Follow(output) + ".parts";

    /// <summary>What it is called in messages.</summary>
    public string Name { get; } = output.TrimEnd('/') + ".parts";

    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="U2VideoException">It cannot be made.</exception>
    public void Create()
    {
        try
        {
            if (!Directory.Exists(System.IO.Path.GetDirectoryName(Path)))
            {
                throw new U2VideoException($"{output}: cannot be written: its folder does not exist.");
            }

            Directory.CreateDirectory(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{Name}: cannot be made ({error.Message}).", error);
        }
    }

    /// <summary>Whether parts were begun in it; what is known of their input is there before.</summary>
    public bool Exists => Directory.Exists(Path)
        && Directory.EnumerateFileSystemEntries(Path).Any(entry => System.IO.Path.GetFileName(entry) != InputLook.FileName);

    /// <summary>Whether a run with all parts began to write the output, so that a file under its name may be that run's.</summary>
    public bool IsBeingJoined => File.Exists(At(JoinMark));

    /// <summary>Notes that the output is being written.</summary>
    /// <exception cref="U2VideoException">The folder cannot be written to.</exception>
    public void BeginJoin()
    {
        try
        {
            File.WriteAllBytes(At(JoinMark), []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{Name}: cannot be written to ({error.Message}).", error);
        }
    }

    /// <summary>Removes it with all that is in it.</summary>
    /// <exception cref="U2VideoException">It cannot be removed.</exception>
    public void Delete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{Name}: the parts are joined, but could not be removed ({error.Message}).", error);
        }
    }

    /// <summary>The path of something in it.</summary>
    public string At(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Where the manifest of a part lies.</summary>
    public string ManifestPath(ClipPart part) => At(part.FileName + ManifestExtension);

    /// <summary>All manifests that there are.</summary>
    /// <exception cref="InputException">One cannot be read, or is of another version.</exception>
    public IReadOnlyList<PartManifest> Manifests()
    {
        if (!Directory.Exists(Path))
        {
            return [];
        }

        var manifests = new List<PartManifest>();
        foreach (var path in Directory.EnumerateFiles(Path).Where(path => ManifestName().IsMatch(System.IO.Path.GetFileName(path))))
        {
            if (ReadText(path) is { } text)
            {
                manifests.Add(PartManifest.TryParse(text)
                    ?? throw new InputException($"{path}: is damaged, or of another version of this program; delete {Name}."));
            }
        }

        return manifests;
    }

    /// <summary>Whether a part is there already, whole and made in the same way.</summary>
    /// <param name="part">The part.</param>
    /// <param name="key">What it has to be made of.</param>
    /// <param name="overwrite">Whether parts that do not fit are removed.</param>
    /// <exception cref="InputException">There are parts that do not fit.</exception>
    public bool Holds(ClipPart part, PartKey key, bool overwrite)
    {
        foreach (var found in Manifests().Where(found => !PartManifest.AreAlike(found.Key, key)))
        {
            if (!overwrite)
            {
                var other = new ClipPart(found.Part, found.Key.Parts);
                throw new InputException(
                    $"{Name}: holds part {other}, which was made {Difference(found.Key, key)}; "
                    + $"delete the folder, give another name, or {Overwrite} to replace it.");
            }

            Remove(found);
        }

        var there = Find(part);
        var isWhole = there is not null && IsWhole(there);
        if (there is not null && !isWhole)
        {
            Remove(there);
        }

        return isWhole;
    }

    /// <summary>The manifest of a part; null where there is none.</summary>
    public PartManifest? Find(ClipPart part) => ReadText(ManifestPath(part)) is { } text ? PartManifest.TryParse(text) : null;

    /// <summary>Whether what a manifest tells of is there.</summary>
    public bool IsWhole(PartManifest manifest) =>
        manifest.Content.File is not { } file || SizeOf(At(System.IO.Path.GetFileName(file))) == manifest.Content.Bytes;

    /// <summary>The bytes in a file or a folder; 0 where there is none.</summary>
    public static long SizeOf(string path) =>
        Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles().Sum(file => file.Length)
        : File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Removes a part, and its manifest first.</summary>
    /// <exception cref="U2VideoException">It cannot be removed.</exception>
    public void Remove(PartManifest manifest)
    {
        var part = new ClipPart(manifest.Part, manifest.Key.Parts);
        try
        {
            File.Delete(ManifestPath(part));
            if (manifest.Content.File is { } file)
            {
                Delete(At(System.IO.Path.GetFileName(file)));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException(
                $"{Name}: part {part} could not be removed ({error.Message.TrimEnd('.')}); delete the folder.", error);
        }
    }

    /// <summary>Removes what is known of the input, and the folder, unless parts were begun in it.</summary>
    public void RemoveIfEmpty()
    {
        try
        {
            if (Directory.Exists(Path) && !Exists)
            {
                File.Delete(At(InputLook.FileName));
                Directory.Delete(Path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A part was begun meanwhile, or the failure before this one says why the folder cannot be accessed.
        }
    }

    /// <summary>Deletes a file or a folder.</summary>
    public static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <summary>Numbers in ascending order as a list with ranges, as Slurm's arrays take them: <c>3,7-9</c>.</summary>
    public static string ListOf(IReadOnlyList<int> numbers)
    {
        var ranges = new List<string>();
        for (var (i, last) = (0, 0); i < numbers.Count; i = last + 1)
        {
            for (last = i; last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1; last++)
            {
            }

            ranges.Add(last == i
                ? numbers[i].ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{numbers[i]}-{numbers[last]}"));
        }

        return string.Join(',', ranges);
    }

    private static string Difference(PartKey found, PartKey wanted) =>
        found.Parts != wanted.Parts ? $"as one of {found.Parts} parts"
        : found.Input.Sha256 != wanted.Input.Sha256 ? "of another input"
        : found.Program != wanted.Program ? "by another version of this program"
        : "with other options";

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({error.Message}).", error);
        }
    }

    [GeneratedRegex(@"^[0-9]+-of-[0-9]+\.json$")]
    private static partial Regex ManifestName();
}
