using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>A picture, video or GIF.</summary>
/// <param name="Path">The file.</param>
internal sealed record FileBackgroundSpec(string Path) : BackgroundSpec
{
    // OpenCV reads these as one picture and turns them upright; everything else goes through ffmpeg.
    private static readonly HashSet<string> Pictures =
        new([".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"], StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    internal override async ValueTask<IBackground> OpenAsync(VideoFormat clip, CancellationToken cancellation)
    {
        InputFile.Check(Path);
        return Pictures.Contains(System.IO.Path.GetExtension(Path))
            ? PictureBackground.Read(Path, clip)
            : await VideoBackground.OpenAsync(Path, clip, cancellation).ConfigureAwait(false);
    }
}
