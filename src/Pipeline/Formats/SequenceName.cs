using System.Text.RegularExpressions;

namespace U2Video.Pipeline.Formats;

/// <summary>Tells the paths that stand for a picture for each frame.</summary>
internal static partial class SequenceName
{
    /// <summary>Whether a path names a folder: it ends with a slash.</summary>
    public static bool IsFolder(string path) => path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar);

    /// <summary>Whether a path has a place for the frame's number, like <c>name-%05d.png</c>.</summary>
    public static bool IsPattern(string path) => Number().IsMatch(Path.GetFileName(path));

    [GeneratedRegex(@"%(0?\d+)?d")]
    private static partial Regex Number();
}
