using U2Video.Core.Errors;

namespace U2Video.Core.Training;

/// <summary>A data set on disk: a folder with <c>images/</c> and <c>masks/</c>, paired by file name without extension.</summary>
public static class PairedFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    /// <summary>Lists the pairs of a folder by name, in ordinal order.</summary>
    /// <exception cref="InputException">A folder is missing or empty, or a file has no partner.</exception>
    public static IReadOnlyList<TrainingPair> Scan(string folder)
    {
        var images = PicturesByStem(Path.Combine(folder, "images"));
        var masks = PicturesByStem(Path.Combine(folder, "masks"));
        var widowed = images.Keys.Except(masks.Keys).Select(stem => images[stem])
            .Concat(masks.Keys.Except(images.Keys).Select(stem => masks[stem])).ToList();
        if (widowed.Count > 0)
        {
            throw new InputException($"{folder}: {widowed.Count} files have no partner of the same name, first of all {widowed[0]}.");
        }

        return images.Count > 0
            ? [.. images.Keys.Order(StringComparer.Ordinal).Select(stem => new TrainingPair(stem, images[stem], masks[stem]))]
            : throw new InputException($"{folder}: images/ and masks/ hold no pictures ({string.Join(", ", Extensions)}).");
    }

    /// <summary>Takes every n-th pair (the n-th, the 2n-th, …) out of a folder's list, to be tested on and never trained on.</summary>
    /// <param name="pairs">The pairs in the order of <see cref="Scan"/>.</param>
    /// <param name="every">n; 0 holds out none.</param>
    public static (IReadOnlyList<TrainingPair> Training, IReadOnlyList<TrainingPair> HeldOut) Split(IReadOnlyList<TrainingPair> pairs, int every)
    {
        return every == 0
            ? (pairs, [])
            : ([.. pairs.Where((_, index) => (index + 1) % every != 0)], [.. pairs.Where((_, index) => (index + 1) % every == 0)]);
    }

    private static Dictionary<string, string> PicturesByStem(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: no such folder; a data set has images/ and masks/ with files of the same names.");
        }

        var byStem = new Dictionary<string, string>();
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant())))
        {
            if (!byStem.TryAdd(Path.GetFileNameWithoutExtension(path), path))
            {
                throw new InputException($"{path}: another file of the folder has the same name with another extension.");
            }
        }

        return byStem;
    }
}
