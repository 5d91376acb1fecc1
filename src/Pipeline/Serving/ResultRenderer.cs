using U2Video.Client;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Serving;

/// <summary>Makes what a client asked for of a matted frame.</summary>
internal static class ResultRenderer
{
    private static readonly byte[] Black = [0, 0, 0];
    private static readonly byte[] Green = [0, 177, 64];

    /// <summary>What draws an output; null where the matte by itself is enough, because the client has the colors.</summary>
    public static IRenderer? For(MatteSettings settings) => settings.Output switch
    {
        MatteOutput.Cutout => settings.CleanColors ? new CutoutRenderer(AlphaMode.Straight, decontaminate: true) : null,
        MatteOutput.Mask => null,
        MatteOutput.Black => new CompositeRenderer(new SolidBackground(Black), settings.CleanColors),
        MatteOutput.Green => new CompositeRenderer(new SolidBackground(Green), settings.CleanColors),
        MatteOutput.Blur => new CompositeRenderer(new BlurBackground(radius: null), settings.CleanColors),
        _ => throw new ArgumentOutOfRangeException(nameof(settings)),
    };

    /// <summary>Draws a frame.</summary>
    /// <returns>A new frame, which the caller owns; null where the matte by itself is enough.</returns>
    public static Frame? Render(IRenderer? renderer, MattedFrame matted, CancellationToken cancellation) =>
        renderer?.RenderAsync(matted, cancellation).AsTask().GetAwaiter().GetResult(); // none of these backgrounds waits for anything
}
