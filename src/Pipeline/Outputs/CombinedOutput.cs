using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Outputs;

/// <summary>Panels side by side.</summary>
public sealed record CombinedOutput : MediaOutput
{
    private const int MostPanels = 8;

    /// <summary>The panels from left to right, 1…8 of them.</summary>
    public IReadOnlyList<Panel> Panels { get; init; } = [Panel.Original, Panel.Cutout];

    // Panels of masks and cut-outs are samples of the curve of what is shown.
    internal override bool KeepsHighlights => false;

    internal override Task<IRenderer> CreateRendererAsync(VideoFormat clip, CancellationToken cancellation) =>
        Task.FromResult<IRenderer>(new PanelRenderer(Panels));

    internal override void Validate()
    {
        base.Validate();
        if (Panels.Count is < 1 or > MostPanels)
        {
            throw new UsageException($"{Named.Panels}: give 1 to {MostPanels} of original, mask, cutout.");
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static new class Named
    {
        public static readonly PropertyName Panels = PropertyName.Of<CombinedOutput>(nameof(CombinedOutput.Panels));
    }
}
