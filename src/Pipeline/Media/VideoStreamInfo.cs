using System.Globalization;

namespace U2Video.Pipeline.Media;

/// <summary>One of the video streams of a clip.</summary>
/// <param name="Index">Its number, counted over all streams from 0.</param>
/// <param name="Codec">FFmpeg's name of its codec; null where FFmpeg knows none.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record VideoStreamInfo(int Index, string? Codec, int Width, int Height)
{
    /// <summary>Whether its file calls it the default.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it is an attached picture, such as a cover.</summary>
    public bool IsAttachedPicture { get; init; }

    /// <summary>In words: <c>0 (h264, 1280×720, default)</c>.</summary>
    public override string ToString()
    {
        var kind = IsAttachedPicture ? ", attached picture" : IsDefault ? ", default" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Index} ({Codec ?? "unknown"}, {Width}×{Height}{kind})");
    }
}
