using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Commands.Processing;

/// <summary>
/// Shares the files of a folder among parts so that the parts have about the same number of bytes. It depends only on the files' names and
/// sizes, so machines that see the same folder agree without a word to one another.
/// </summary>
internal static class FolderShare
{
    /// <summary>Files with their sizes; one that is gone has none.</summary>
    public static IEnumerable<(string Name, long Bytes)> Sized(IEnumerable<string> files) =>
        files.Select(file => (file, new FileInfo(file) is { Exists: true } info ? info.Length : 0));

    /// <summary>The files of one part, by name.</summary>
    /// <param name="files">All files, and how many bytes each has.</param>
    /// <param name="part">The part.</param>
    public static IReadOnlyList<string> Of(IEnumerable<(string Name, long Bytes)> files, ClipPart part) =>
        [.. All(files, part.Count)[part.Number - 1].Order(StringComparer.Ordinal)];

    /// <summary>The files of all parts.</summary>
    /// <remarks>
    /// The largest file first, each to the part that has the fewest bytes so far (Graham 1969: no part gets more than 4/3 of what the best
    /// distribution gives to its largest one). Files of the same size are taken by name, and the first of equal parts gets the file.
    /// </remarks>
    public static IReadOnlyList<IReadOnlyList<string>> All(IEnumerable<(string Name, long Bytes)> files, int parts)
    {
        var shares = Enumerable.Range(0, parts).Select(_ => new List<string>()).ToArray();
        var lightest = new PriorityQueue<int, (long Bytes, int Part)>();
        foreach (var part in Enumerable.Range(0, parts))
        {
            lightest.Enqueue(part, (0, part));
        }

        foreach (var (name, bytes) in files.OrderByDescending(file => file.Bytes).ThenBy(file => file.Name, StringComparer.Ordinal))
        {
            lightest.TryDequeue(out var part, out var load);
            shares[part].Add(name);
            lightest.Enqueue(part, (load.Bytes + bytes, part));
        }

        return shares;
    }
}
