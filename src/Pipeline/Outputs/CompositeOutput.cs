using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Outputs;

/// <summary>The subject before another background.</summary>
public sealed record CompositeOutput : MediaOutput
{
    /// <summary>The background.</summary>
    public required BackgroundSpec Background { get; init; }

    /// <summary>Whether colors at soft edges lose what the old background mixed into them.</summary>
    public bool Decontaminate { get; init; } = true;

    // Backgrounds are samples of the curve of what is shown.
    internal override bool KeepsHighlights => false;

    internal override async Task<IRenderer> CreateRendererAsync(VideoFormat clip, CancellationToken cancellation) =>
        new CompositeRenderer(await Background.OpenAsync(clip, cancellation).ConfigureAwait(false), Decontaminate);
}
