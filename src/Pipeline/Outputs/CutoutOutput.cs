using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Outputs;

/// <summary>The subject without a background: the frame with the mask as its alpha.</summary>
public sealed record CutoutOutput : MediaOutput
{
    /// <summary>
    /// Whether alpha is multiplied into the colors; null for as the container's specification has it: premultiplied in OpenEXR, straight in
    /// all others. In OpenEXR the product is that of linear light.
    /// </summary>
    public AlphaMode? Alpha { get; init; }

    /// <summary>Whether colors at soft edges lose what the background mixed into them.</summary>
    public bool Decontaminate { get; init; } = true;

    internal override bool HasAlpha => true;

    internal override EncoderOptions Encoder => base.Encoder with { PremultipliesLight = IsLight && Alpha != AlphaMode.Straight };

    private bool IsLight => Container.IsLinear;

    internal override Task<IRenderer> CreateRendererAsync(VideoFormat clip, CancellationToken cancellation) =>
        Task.FromResult<IRenderer>(new CutoutRenderer(IsLight ? AlphaMode.Straight : Alpha ?? AlphaMode.Straight, Decontaminate));
}
