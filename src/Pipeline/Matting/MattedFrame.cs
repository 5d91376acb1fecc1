using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Matting;

/// <summary>
/// A frame and its mask at the frame's own size, owned together. Several renderers may read it at the same time.
/// </summary>
internal sealed class MattedFrame : IDisposable
{
    private readonly Lazy<Frame> _foreground;

    /// <summary>Takes over a frame and its mask.</summary>
    /// <param name="frame">The frame, of three or four channels.</param>
    /// <param name="mask">How much of each pixel's color is the subject's: gray, of the frame's size and depth.</param>
    public MattedFrame(Frame frame, Frame mask)
    {
        (Frame, Mask) = (frame, mask);
        Alpha = frame.Layout.HasAlpha ? Times(frame, mask) : mask;
        _foreground = new Lazy<Frame>(() => ForegroundEstimator.Estimate(Frame, Mask, Alpha));
    }

    /// <summary>The frame.</summary>
    public Frame Frame { get; }

    /// <summary>How much of each pixel's color is the subject's, whether that color is seen or not.</summary>
    public Frame Mask { get; }

    /// <summary>How much of the subject is seen: the mask, times the frame's own alpha where it has one.</summary>
    public Frame Alpha { get; }

    /// <summary>The colors of the subject without the background's; computed when first asked for.</summary>
    public Frame Foreground => _foreground.Value;

    /// <summary>Gives the memory of all back.</summary>
    public void Dispose()
    {
        Frame.Dispose();
        Mask.Dispose();
        Alpha.Dispose();
        if (_foreground.IsValueCreated)
        {
            Foreground.Dispose();
        }
    }

    private static Frame Times(Frame frame, Frame mask) => NewFrame.Like(mask, mask.Layout, result =>
    {
        using var pixels = FrameMat.Of(frame);
        using var factor = FrameMat.Of(mask);
        using var own = pixels.Mat.OwnAlpha();
        Cv2.Multiply(own, factor.Mat, result, scale: 1.0 / own.LargestSample());
    });
}
