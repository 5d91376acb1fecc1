using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>A picture, video or GIF.</summary>
/// <param name="Path">The file.</param>
internal sealed record FileBackgroundSpec(string Path) : BackgroundSpec
{
    /// <inheritdoc/>
    internal override async ValueTask<IBackground> OpenAsync(VideoFormat clip, CancellationToken cancellation)
    {
        InputFile.Check(Path);
        return StoredPicture.HasNameOfOne(Path)
            ? PictureBackground.Read(Path, clip)
            : await VideoBackground.OpenAsync(Path, clip, cancellation).ConfigureAwait(false);
    }
}
