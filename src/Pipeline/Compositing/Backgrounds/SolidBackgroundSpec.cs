using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>One color.</summary>
/// <param name="Rgb">Red, green, blue, 0…255 each.</param>
internal sealed record SolidBackgroundSpec(byte[] Rgb) : BackgroundSpec
{
    /// <inheritdoc/>
    internal override ValueTask<IBackground> OpenAsync(VideoFormat clip, CancellationToken cancellation) =>
        ValueTask.FromResult<IBackground>(new SolidBackground(Rgb));
}
