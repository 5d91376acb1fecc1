using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Compositing;

/// <summary>The subject with alpha, of the input's depth.</summary>
/// <param name="alphaMode">Whether alpha is multiplied into the colors.</param>
/// <param name="decontaminate">Whether the colors lose what the background mixed into them; otherwise they are the frame's own.</param>
internal sealed class CutoutRenderer(AlphaMode alphaMode, bool decontaminate) : IRenderer
{
    // Red, green, blue from the first picture, alpha from the second.
    private static readonly int[] Channels = [0, 0, 1, 1, 2, 2, 3, 3];

    /// <inheritdoc/>
    public ValueTask<Frame> RenderAsync(MattedFrame matted, CancellationToken cancellation) => ValueTask.FromResult(Render(matted));

    private Frame Render(MattedFrame matted)
    {
        var shown = decontaminate ? matted.Foreground : matted.Frame;
        return NewFrame.Like(shown, shown.Layout.ToRgba(), cutout =>
        {
            using var pixels = FrameMat.Of(shown);
            using var alpha = FrameMat.Of(matted.Alpha);
            using var colors = pixels.Mat.Colors();
            using var multiplied = new Mat();
            if (alphaMode == AlphaMode.Premultiplied)
            {
                colors.MultiplyBy(alpha.Mat, multiplied);
            }

            Cv2.MixChannels([alphaMode == AlphaMode.Premultiplied ? multiplied : colors, alpha.Mat], [cutout], Channels);
        });
    }
}
