using System.Runtime.CompilerServices;
using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Masking;

namespace U2Video.Pipeline.Compositing;

/// <summary>Sets panels side by side.</summary>
/// <param name="panels">The panels from left to right, at least one.</param>
internal sealed class PanelCompositor(IReadOnlyList<Panel> panels)
{
    /// <summary>Masked frames in, frames of all panels out: as high as the input and as many times as wide.</summary>
    public async IAsyncEnumerable<Frame> RunAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var masked in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            using (masked)
            {
                yield return Compose(masked.Frame, masked.Mask);
            }
        }
    }

    private unsafe Frame Compose(Frame frame, Mask mask)
    {
        var result = new Frame(frame.Width * panels.Count, frame.Height, frame.Timestamp);
        fixed (byte* framePixels = frame.Pixels.Span, resultPixels = result.Pixels.Span)
        fixed (float* maskValues = mask.Values)
        {
            using var original = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, (nint)framePixels);
            using var all = Mat.FromPixelData(result.Height, result.Width, MatType.CV_8UC3, (nint)resultPixels);
            using var values = Mat.FromPixelData(mask.Height, mask.Width, MatType.CV_32FC1, (nint)maskValues);
            using var alpha = ToAlpha(values, original.Size());
            for (var i = 0; i < panels.Count; i++)
            {
                using var place = new Mat(all, new Rect(i * frame.Width, 0, frame.Width, frame.Height));
                Draw(panels[i], original, alpha, place);
            }
        }

        return result;
    }

    private static Mat ToAlpha(Mat values, Size size)
    {
        using var bytes = new Mat();
        using var gray = new Mat();
        values.ConvertTo(bytes, MatType.CV_8UC1, alpha: 255);
        Cv2.Resize(bytes, gray, size, interpolation: InterpolationFlags.Linear);
        var alpha = new Mat();
        Cv2.CvtColor(gray, alpha, ColorConversionCodes.GRAY2RGB);
        return alpha;
    }

    private static void Draw(Panel panel, Mat original, Mat alpha, Mat place)
    {
        switch (panel)
        {
            case Panel.Original:
                original.CopyTo(place);
                break;
            case Panel.Mask:
                alpha.CopyTo(place);
                break;
            case Panel.Cutout:
                Cv2.Multiply(original, alpha, place, scale: 1.0 / 255);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(panel));
        }
    }
}
