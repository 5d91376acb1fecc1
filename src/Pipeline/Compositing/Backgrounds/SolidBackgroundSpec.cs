using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>One color.</summary>
/// <param name="Red">0…255.</param>
/// <param name="Green">0…255.</param>
/// <param name="Blue">0…255.</param>
internal sealed record SolidBackgroundSpec(byte Red, byte Green, byte Blue) : BackgroundSpec
{
    /// <inheritdoc/>
    internal override ValueTask<IBackground> OpenAsync(VideoFormat clip, CancellationToken cancellation) =>
        ValueTask.FromResult<IBackground>(new SolidBackground([Red, Green, Blue]));
}
