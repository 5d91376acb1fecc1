using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>
/// A data set on disk. These layouts are known: <c>images/</c> and <c>masks/</c>, <c>img/</c> and <c>mask/</c>, <c>CelebA-img/</c> and
/// <c>CelebA-mask/</c>, each paired by file name without extension; and <c>clip_img/</c> and <c>matting/</c> with the same nested
/// folders, where the alpha channel is the mask.
/// </summary>
/// <remarks>It is immutable, so several threads may use it at once.</remarks>
public sealed class DataFolder
{
    private DataFolder(string path, DataLayout layout)
    {
        Path = path;
        Layout = layout.ToString();
        var (images, masks) = (layout.FindImages(path), layout.FindMasks(path));
        Names = [.. images.Concat(masks).Select(files => files.Key).Distinct().Order(StringComparer.Ordinal)];
        if (Names.Count == 0)
        {
            throw new InputException($"{path}: {Layout} hold no pictures ({DataLayout.KnownExtensions}).");
        }

        var (pairs, bad) = (new List<TrainingPair>(), new List<BadPair>());
        foreach (var name in Names)
        {
            switch (images[name].ToList(), masks[name].ToList())
            {
                case ([var image], [var mask]):
                    pairs.Add(new TrainingPair(name, image, mask, layout.MaskIsAlpha));
                    break;
                case ([var image, ..], []):
                    bad.Add(new BadPair(name, $"{image}: has no mask of the same name in {layout.Masks}/."));
                    break;
                case ([], [var mask, ..]):
                    bad.Add(new BadPair(name, $"{mask}: has no picture of the same name in {layout.Images}/."));
                    break;
                case var (several, others):
                    var twice = several.Count > 1 ? several : others;
                    bad.Add(new BadPair(
                        name,
                        $"{twice[1]}: has the same name as {System.IO.Path.GetFileName(twice[0])}, so it is not clear which is meant."));
                    break;
            }
        }

        (Pairs, Bad, MasksAreAlpha) = (pairs, bad, layout.MaskIsAlpha);
    }

    private DataFolder(DataFolder other, MaskValues meaning)
    {
        (Path, Layout, Names, Bad, MasksAreAlpha) = (other.Path, other.Layout, other.Names, other.Bad, other.MasksAreAlpha);
        Pairs = [.. other.Pairs.Select(pair => pair with { Values = meaning })];
    }

    /// <summary>The folder as it was given.</summary>
    public string Path { get; }

    /// <summary>The layout in words.</summary>
    public string Layout { get; }

    /// <summary>Pictures with a mask, not yet read, in the ordinal order of their names.</summary>
    public IReadOnlyList<TrainingPair> Pairs { get; }

    /// <summary>Files without a partner or with more than one, in the ordinal order of their names.</summary>
    public IReadOnlyList<BadPair> Bad { get; }

    /// <summary>
    /// The names of pairs and bad pairs in ordinal order. Splits are made of these, so that repairing a file does not move other pairs.
    /// </summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Whether the masks are alpha channels in this layout.</summary>
    internal bool MasksAreAlpha { get; }

    /// <summary>The same data set with the meaning of its masks' values.</summary>
    internal DataFolder Meaning(MaskValues meaning) => new(this, meaning);

    /// <summary>Whether a folder has pictures in <c>images/</c> and no masks: such masks can be made by a teacher.</summary>
    public static bool IsUnlabelled(string folder) => DataLayout.IsUnlabelled(folder);

    /// <summary>The pictures of a data set, with masks or without, in the ordinal order of their names.</summary>
    /// <exception cref="InputException">The folder has no known layout, or holds no pictures.</exception>
    internal static IReadOnlyList<string> PicturesOf(string folder) => IsUnlabelled(folder)
        ? [.. DataLayout.FindUnlabelled(folder).Select(picture => picture.Path)]
        : [.. Open(folder).Pairs.Select(pair => pair.ImagePath)];

    /// <summary>Recognizes a data set's layout and lists its files.</summary>
    /// <exception cref="InputException">The folder is missing, cannot be listed, has no known layout, or holds no pictures.</exception>
    public static DataFolder Open(string folder) => new(folder, DataLayout.Recognize(folder));

    /// <summary>Opens several data sets.</summary>
    /// <exception cref="InputException">As for <see cref="Open"/>; or a folder is given twice.</exception>
    public static IReadOnlyList<DataFolder> OpenAll(IEnumerable<string> folders)
    {
        var opened = folders.Select(Open).ToList();
        var twice = opened.GroupBy(folder => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder.Path)))
            .FirstOrDefault(same => same.Count() > 1);
        return twice is null ? opened : throw new InputException($"{twice.First().Path}: is given twice; once is enough.");
    }
}
