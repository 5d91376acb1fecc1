using System.Text;
using System.Text.RegularExpressions;

namespace U2Video.Core.Files;

/// <summary>The names under which outputs are written before they get their final name.</summary>
internal static partial class PartialName
{
    private const int LongestName = 255;

    /// <summary>
    /// A name beside a path: <c>.NAME.PROCESS-PLACE-RANDOM.partial.EXTENSION</c>. Files that killed processes left in that folder are
    /// removed.
    /// </summary>
    /// <param name="path">The final path, in full.</param>
    public static string Beside(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        StaleFiles.SweepOnce(folder, Names());

        // The extension stays last, because encoders choose the container by it.
        var end = $".{FileOwner.NewMark()}.partial{Path.GetExtension(path)}";
        return Path.Combine(
            folder,
            "." + Shorten(Path.GetFileNameWithoutExtension(path), LongestName - 1 - Encoding.UTF8.GetByteCount(end)) + end);
    }

    /// <summary>Removes files that killed processes left in a folder.</summary>
    public static void Sweep(string folder) => StaleFiles.Sweep(folder, Names());

    // File systems count bytes, and a final name may be as long as they allow.
    private static string Shorten(string name, int bytes)
    {
        while (name.Length > 0 && Encoding.UTF8.GetByteCount(name) > bytes)
        {
            name = name[..^(name.Length > 1 && char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        }

        return name;
    }

    [GeneratedRegex(@"^\..*\." + FileOwner.Pattern + @"\.partial(\..*)?$", RegexOptions.Singleline)]
    private static partial Regex Names();
}
