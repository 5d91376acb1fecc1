using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Outputs;

/// <summary>
/// A contact sheet, to look before anything is encoded: frame, mask and cut-out at moments of the clip, one below the other, with their
/// times. Where it is the only output, only the frames around those moments go through the network.
/// </summary>
public sealed record SheetOutput : MediaOutput
{
    private const int MostMoments = 50;

    private static readonly string[] Heads = ["original", "mask", "cut-out"];

    /// <summary>How many moments are shown, 1…50; fewer where the clip has fewer frames.</summary>
    public int Moments { get; init; } = 6;

    internal override bool IsForWholeClip => true;

    internal override bool KeepsHighlights => false;

    internal override Task<IRenderer> CreateRendererAsync(VideoFormat clip, CancellationToken cancellation) =>
        Task.FromResult<IRenderer>(new SheetRenderer(clip.PixelAspect));

    internal override IFrameSink OpenSink(string path, FrameClock? clock) =>
        new SheetSink(path, Name, Moments, clock, Heads, SheetRenderer.Gap);

    internal override void Validate()
    {
        base.Validate();
        if (Container.Name != "png")
        {
            throw new UsageException($"{Target} {Name}: a contact sheet is a PNG; give a name that ends with .png.");
        }

        if (Moments is < 1 or > MostMoments)
        {
            throw new UsageException($"{Named.Moments} {Moments}: give 1 to {MostMoments}.");
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static new class Named
    {
        public static readonly PropertyName Moments = PropertyName.Of<SheetOutput>(nameof(SheetOutput.Moments));
    }
}
