using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>The picture files of a sequence, in order.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Files">The paths of the pictures.</param>
/// <param name="FirstNumber">The number of the first one.</param>
/// <param name="Skipped">How many pictures come before these.</param>
internal sealed record PictureSequence(string Name, IReadOnlyList<string> Files, int FirstNumber, int Skipped = 0)
{
    // What ffmpeg's image2 reads by these extensions.
    private static readonly HashSet<string> Extensions = new(
        [
            ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".exr", ".dpx", ".bmp", ".webp", ".tga", ".jp2", ".j2k", ".ppm", ".pgm", ".pam",
            ".hdr", ".pfm", ".sgi", ".qoi",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the pictures.</summary>
    /// <param name="path">A folder, or a pattern.</param>
    /// <exception cref="InputException">There are none, one is missing between others, or they are of several formats.</exception>
    public static PictureSequence Find(string path)
    {
        var found = Directory.Exists(path) ? OfFolder(path, "*")
            : NumberedName.Of(Path.GetFileName(path)) is { } name ? OfPattern(path, name)
            : Path.GetFileName(path).AsSpan().ContainsAny('*', '?') ? OfFolder(FolderOf(path), Path.GetFileName(path), path)
            : throw new InputException(
                $"{path}: is no sequence of pictures; give a folder, or a pattern such as frame-%05d.png or frame.####.exr.");
        found.CheckFormats();
        return found;
    }

    /// <summary>The part of it that a range covers, at a frame rate.</summary>
    /// <exception cref="InputException">The range holds no picture.</exception>
    public PictureSequence Part(ClipRange range, Rational rate)
    {
        var first = IndexAt(range.Start);
        var end = range.To is { } to ? IndexAt(to) : Files.Count;
        var count = (int)Math.Min(end - first, range.MaxFrames ?? int.MaxValue);
        return count > 0
            ? this with { Files = [.. Files.Skip(first).Take(count)], FirstNumber = FirstNumber + first, Skipped = Skipped + first }
            : throw new InputException(
                $"{Name}: has no picture in that part; its {Files.Count} pictures end at {Files.Count / rate.Value:0.###} s.");

        // A millionth of a frame is a rounding error.
        int IndexAt(TimeSpan time) => (int)Math.Clamp(Math.Ceiling((time.TotalSeconds * rate.Value) - 1e-6), 0, Files.Count);
    }

    private static string FolderOf(string path) =>
        Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && Directory.Exists(folder)
            ? folder
            : throw new InputException($"{path}: the folder does not exist.");

    private static PictureSequence OfPattern(string path, NumberedName name)
    {
        var folder = FolderOf(path);
        int[] numbers =
            [.. Directory.EnumerateFiles(folder).Select(file => name.NumberIn(Path.GetFileName(file))).OfType<int>().Order()];
        if (numbers.Length == 0)
        {
            throw new InputException(
                $"{path}: there is no such picture, {name.With(1)} for instance; give a pattern of those that there are.");
        }

        CheckGaps(path, numbers, number => At(name.With(number)));
        return new PictureSequence(path, [.. numbers.Select(number => At(name.With(number)))], numbers[0]);

        string At(string file) => Path.Combine(Path.GetDirectoryName(path) ?? "", file);
    }

    // With a pattern of the user's own, gaps are meant.
    private static PictureSequence OfFolder(string folder, string pattern, string? name = null)
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(folder, pattern, new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden })
                .Where(file => Extensions.Contains(Path.GetExtension(file)))
                .OrderBy(Path.GetFileName, NaturalOrder.Instance),
        ];
        if (files.Length == 0)
        {
            throw new InputException($"{name ?? folder}: holds no pictures that can be frames of a clip ({string.Join(' ', Extensions)}).");
        }

        var numbers = NumbersOf(files, out var named);
        if (name is null && numbers is not null)
        {
            CheckGaps(folder, numbers, number => Path.Combine(folder, named!.With(number)));
        }

        return new PictureSequence(name ?? folder, files, numbers?[0] ?? 1);
    }

    // The numbers where all names are alike but for them, and none for a single picture.
    private static int[]? NumbersOf(string[] files, out NumberedName? named)
    {
        named = NumberedName.OfFrame(Path.GetFileName(files[0]))?.Name;
        if (named is null || files.Length == 1)
        {
            return null;
        }

        var numbers = new int[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            if (named.NumberIn(Path.GetFileName(files[i])) is not { } number || (i > 0 && number <= numbers[i - 1]))
            {
                return null;
            }

            numbers[i] = number;
        }

        return numbers;
    }

    private static void CheckGaps(string path, int[] numbers, Func<int, string> file)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] != numbers[i - 1] + 1)
            {
                throw new InputException(
                    $"{file(numbers[i - 1] + 1)}: is missing; {path} has the numbers {numbers[0]} to {numbers[^1]}. Name the pictures "
                    + $"that are there with a star, like *{Path.GetExtension(file(0))}, and {MediaSource.Named.FromSequence}, to continue "
                    + $"without it.");
            }
        }
    }

    private void CheckFormats()
    {
        var extension = Path.GetExtension(Files[0]);
        if (!Extensions.Contains(extension))
        {
            throw new InputException(
                $"{Name}: {extension} cannot be frames of a clip; pictures of these can: {string.Join(' ', Extensions)}.");
        }

        if (Files.FirstOrDefault(file => !Path.GetExtension(file).Equals(extension, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new InputException($"{other}: is of another format than {Files[0]}; the pictures of a sequence have one format.");
        }
    }
}
