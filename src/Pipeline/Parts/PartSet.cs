using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Parts;

/// <summary>All parts of an output, whole and fitting together.</summary>
internal sealed class PartSet
{
    private readonly PartFolder _folder;
    private readonly IReadOnlyList<PartManifest> _parts;

    private PartSet(PartFolder folder, IReadOnlyList<PartManifest> parts) => (_folder, _parts) = (folder, parts);

    /// <summary>What they have in common.</summary>
    public PartKey Key => _parts[0].Key;

    /// <summary>How they are joined.</summary>
    public PartJoining Joining => Key.Joining;

    /// <summary>Size and times of the clip's frames.</summary>
    public VideoFormat Video => new(
        Joining.Width, Joining.Height, Rational.TryParse(Joining.TimeBase)!.Value, Rational.TryParse(Joining.SampleAspect)!.Value,
        Core.Imaging.PixelLayout.Rgb24);

    /// <summary>How many frames they have.</summary>
    public long Frames => _parts.Sum(part => part.Content.Frames);

    /// <summary>The contents of those parts that have frames, in order, with the paths of their files.</summary>
    public IReadOnlyList<(PartContent Content, string Path)> Stored =>
        [.. _parts.Where(part => part.Content.File is not null)
            .Select(part => (part.Content, _folder.At(Path.GetFileName(part.Content.File!))))];

    /// <summary>Reads the manifests of a folder.</summary>
    /// <exception cref="InputException">Parts are missing, or do not fit together.</exception>
    public static PartSet Read(PartFolder folder, string output)
    {
        var found = folder.Manifests();
        if (found.Count == 0)
        {
            throw new InputException($"{folder.Name}: there are no parts of {output}; make them first.");
        }

        var first = found[0];
        if (found.FirstOrDefault(other => !PartManifest.AreAlike(first.Key, other.Key)) is { } stranger)
        {
            throw new InputException(
                $"{folder.Name}: part {Name(stranger)} was not made as part {Name(first)} was; delete one of them and make it again.");
        }

        var whole = found.Where(folder.IsWhole).OrderBy(part => part.Part).ToArray();
        var missing = Enumerable.Range(1, first.Key.Parts).Except(whole.Select(part => part.Part)).ToArray();
        if (missing.Length > 0)
        {
            throw new InputException(
                $"{folder.Name}: {missing.Length} of {first.Key.Parts} parts are missing: {PartFolder.ListOf(missing)}; make them first.");
        }

        var set = new PartSet(folder, whole);
        set.CheckOrder();
        return set;

        static ClipPart Name(PartManifest part) => new(part.Part, part.Key.Parts);
    }

    // Machines with other versions of ffmpeg may see other times.
    private void CheckOrder()
    {
        var filled = _parts.Where(part => part.Content.Frames > 0).ToArray();
        if (filled.Length == 0)
        {
            throw new InputException($"{_folder.Name}: the parts have no frames.");
        }

        var pairs = filled.Zip(filled.Skip(1));
        if (pairs.FirstOrDefault(pair => pair.First.Content.Last >= pair.Second.Content.First) is { First: { } before })
        {
            throw new InputException(
                $"{_folder.Name}: parts {before.Part} and {before.Part + 1} overlap; make both again with one version of ffmpeg.");
        }
    }
}
