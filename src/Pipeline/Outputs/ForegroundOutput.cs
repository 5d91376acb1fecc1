using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Outputs;

/// <summary>
/// The subject's colors alone, opaque, without what the background mixed into them at soft edges. With a <see cref="MaskOutput"/> as its
/// matte it can be put in front of anything: mask · foreground + (1 − mask) · background. Where the mask is 0 all around,
/// it is black.
/// </summary>
public sealed record ForegroundOutput : MediaOutput
{
    internal override Task<IRenderer> CreateRendererAsync(VideoFormat clip, CancellationToken cancellation) =>
        Task.FromResult<IRenderer>(new ForegroundRenderer());
}
