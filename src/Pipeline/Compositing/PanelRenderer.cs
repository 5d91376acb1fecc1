using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Compositing;

/// <summary>
/// Puts panels side by side: frames as high as the input, as many times as wide, and of its depth. Transparent parts of the input are
/// black.
/// </summary>
/// <param name="panels">The panels from left to right, at least one.</param>
internal sealed class PanelRenderer(IReadOnlyList<Panel> panels) : IRenderer
{
    /// <inheritdoc/>
    public ValueTask<Frame> RenderAsync(MattedFrame matted, CancellationToken cancellation) => ValueTask.FromResult(Render(matted));

    private Frame Render(MattedFrame matted) => NewFrame.Like(
        matted.Frame,
        matted.Frame.Layout.ToRgb(),
        all =>
        {
            using var pixels = FrameMat.Of(matted.Frame);
            using var alpha = FrameMat.Of(matted.Alpha);
            for (var i = 0; i < panels.Count; i++)
            {
                using var place = all[new Rect(i * matted.Frame.Width, 0, matted.Frame.Width, matted.Frame.Height)];
                Draw(panels[i], pixels.Mat, alpha.Mat, place);
            }
        },
        times: panels.Count);

    private static void Draw(Panel panel, Mat pixels, Mat alpha, Mat place)
    {
        switch (panel)
        {
            case Panel.Original:
                using (var seen = pixels.ColorsOverBlack())
                {
                    seen.CopyTo(place);
                }

                break;
            case Panel.Mask:
                Cv2.CvtColor(alpha, place, ColorConversionCodes.GRAY2RGB);
                break;
            case Panel.Cutout:
                using (var colors = pixels.Colors())
                {
                    colors.MultiplyBy(alpha, place);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(panel));
        }
    }
}
