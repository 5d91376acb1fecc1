using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Outputs;

/// <summary>The mask in gray: white is subject.</summary>
public sealed record MaskOutput : MediaOutput
{
    // It shows no colors.
    internal override bool KeepsHighlights => true;

    internal override Task<IRenderer> CreateRendererAsync(VideoFormat clip, CancellationToken cancellation) =>
        Task.FromResult<IRenderer>(new MaskRenderer());
}
