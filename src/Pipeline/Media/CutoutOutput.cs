using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Media;

/// <summary>The subject on nothing: the frame with the mask as its alpha.</summary>
public sealed record CutoutOutput : MediaOutput
{
    /// <summary>Whether alpha is multiplied into the colours.</summary>
    public AlphaMode Alpha { get; init; }

    /// <summary>Whether the colours at soft edges are freed from the background's.</summary>
    public bool Decontaminate { get; init; } = true;

    internal override string Option => "--cutout";

    internal override bool HasAlpha => true;

    internal override Task<IRenderer> CreateRendererAsync(NutVideoStream clip, CancellationToken cancellation) =>
        Task.FromResult<IRenderer>(new CutoutRenderer(Alpha, Decontaminate));
}
