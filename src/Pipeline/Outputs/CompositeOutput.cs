using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Outputs;

/// <summary>The subject before another background.</summary>
public sealed record CompositeOutput : MediaOutput
{
    /// <summary>The background.</summary>
    public required BackgroundSpec Background { get; init; }

    /// <summary>Whether the colors at soft edges are freed from the old background's.</summary>
    public bool Decontaminate { get; init; } = true;

    internal override async Task<IRenderer> CreateRendererAsync(VideoFormat clip, CancellationToken cancellation) =>
        new CompositeRenderer(await Background.OpenAsync(clip, cancellation).ConfigureAwait(false), Decontaminate);
}
