using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>A layout of a data set's files.</summary>
/// <param name="Images">The subfolder of the pictures.</param>
/// <param name="Masks">The subfolder of the masks.</param>
/// <param name="MaskIsAlpha">True if a mask is the alpha channel of a cut-out.</param>
/// <param name="ImagePrefix">An optional prefix of the names of folders below <paramref name="Images"/>.</param>
/// <param name="MaskPrefix">The same below <paramref name="Masks"/>. Null: files lie in the subfolder itself.</param>
internal sealed record DataLayout(
    string Images, string Masks, bool MaskIsAlpha = false, string? ImagePrefix = null, string? MaskPrefix = null)
{
    private const string UnlabelledImages = "images";

    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    public static IReadOnlyList<DataLayout> Known { get; } =
    [
        new(UnlabelledImages, "masks", ImagePrefix: "", MaskPrefix: ""),
        new("img", "mask"),
        new("CelebA-img", "CelebA-mask"),
        new("clip_img", "matting", MaskIsAlpha: true, "clip_", "matting_"),
    ];

    public static string KnownExtensions => string.Join(", ", Extensions);

    /// <summary>Finds the layout that a folder has.</summary>
    /// <exception cref="InputException">It is missing, or has none of the layouts, or several.</exception>
    public static DataLayout Recognize(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: no such folder.");
        }

        var fitting = Known.Where(layout => layout.Fits(folder)).ToList();
        return fitting switch
        {
            [var one] => one,
            [] => throw new InputException($"{folder}: is not a data set; it needs {string.Join(", or ", Known)}."),
            _ => throw new InputException(
                $"{folder}: is ambiguous, having {string.Join(", and ", fitting)}; give each data set a folder of its own."),
        };
    }

    /// <summary>Whether a folder has pictures and no masks, so that a teacher can make them.</summary>
    public static bool IsUnlabelled(string folder) =>
        Directory.Exists(Path.Combine(folder, UnlabelledImages)) && !Known.Any(layout => layout.Fits(folder));

    /// <summary>The pictures of a folder without masks, in the ordinal order of their names.</summary>
    /// <exception cref="InputException">There are none, or the folder cannot be listed.</exception>
    public static IReadOnlyList<(string Name, string Path)> FindUnlabelled(string folder)
    {
        var pictures = Find(Path.Combine(folder, UnlabelledImages), "").Select(files => (files.Key, files.First())).ToList();
        return pictures.Count > 0
            ? [.. pictures.OrderBy(picture => picture.Key, StringComparer.Ordinal)]
            : throw new InputException($"{folder}: {UnlabelledImages}/ holds no pictures ({KnownExtensions}).");
    }

    /// <summary>All pictures, by the name that picture and mask share.</summary>
    public ILookup<string, string> FindImages(string folder) => Find(Path.Combine(folder, Images), ImagePrefix);

    /// <summary>All masks, by the name that picture and mask share.</summary>
    public ILookup<string, string> FindMasks(string folder) => Find(Path.Combine(folder, Masks), MaskPrefix);

    /// <summary>The two subfolders.</summary>
    public override string ToString() => $"{Images}/ and {Masks}/";

    private bool Fits(string folder) => Directory.Exists(Path.Combine(folder, Images)) && Directory.Exists(Path.Combine(folder, Masks));

    // Hidden files are skipped by default: archives from a Mac contain a "._NAME.jpg" for each file, which is not a picture.
    private static ILookup<string, string> Find(string folder, string? prefix)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = prefix is not null, IgnoreInaccessible = false };
        try
        {
            return Directory.EnumerateFiles(folder, "*", options)
                .Where(path => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
                .Order(StringComparer.Ordinal)
                .ToLookup(path => NameOf(Path.GetRelativePath(folder, path), prefix ?? ""));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be listed ({error.Message}).", error);
        }
    }

    private static string NameOf(string path, string prefix)
    {
        var folders = path.Split(Path.DirectorySeparatorChar)[..^1];
        return string.Join('/', folders.Select(WithoutPrefix).Append(Path.GetFileNameWithoutExtension(path)));

        string WithoutPrefix(string part) => part.StartsWith(prefix, StringComparison.Ordinal) ? part[prefix.Length..] : part;
    }
}
