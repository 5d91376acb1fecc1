using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Formats;

/// <summary>Tells the paths that stand for a picture for each frame.</summary>
internal static class SequenceName
{
    /// <summary>Whether a path names a folder: it ends with a slash.</summary>
    public static bool IsFolder(string path) => path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar);

    /// <summary>Whether a path has a place for the frame's number, like <c>name-%05d.png</c> or <c>name.####.png</c>.</summary>
    public static bool IsPattern(string path) => NumberedName.Of(Path.GetFileName(path)) is not null;
}
