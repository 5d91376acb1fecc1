using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>One colour.</summary>
/// <param name="Rgb">Red, green, blue, 0…255 each.</param>
internal sealed record SolidBackgroundSpec(byte[] Rgb) : BackgroundSpec
{
    /// <inheritdoc/>
    internal override ValueTask<IBackground> OpenAsync(NutVideoStream clip, CancellationToken cancellation) =>
        ValueTask.FromResult<IBackground>(new SolidBackground(Rgb));
}
