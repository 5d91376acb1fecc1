using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>The clip's own background, out of focus.</summary>
/// <param name="Radius">The blur's standard deviation in pixels; null is a fortieth of the frame's longer side.</param>
internal sealed record BlurBackgroundSpec(double? Radius) : BackgroundSpec
{
    /// <inheritdoc/>
    internal override ValueTask<IBackground> OpenAsync(VideoFormat clip, CancellationToken cancellation) =>
        ValueTask.FromResult<IBackground>(new BlurBackground(Radius));
}
