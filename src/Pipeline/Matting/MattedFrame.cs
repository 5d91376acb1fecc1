using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Matting;

/// <summary>A frame and its matte: the mask at the frame's own size. They are owned together.</summary>
/// <remarks>Several threads may read it.</remarks>
public sealed class MattedFrame : IDisposable
{
    private readonly Lazy<Frame> _foreground;

    /// <summary>Takes over a frame and its matte.</summary>
    /// <param name="frame">The frame, of three or four channels.</param>
    /// <param name="matte">How much of each pixel's color is the subject's: gray, of the frame's size and depth.</param>
    internal MattedFrame(Frame frame, Frame matte)
    {
        (Frame, Matte) = (frame, matte);
        Alpha = frame.Layout.HasAlpha ? Times(frame, matte) : matte;
        _foreground = new Lazy<Frame>(() => ForegroundEstimator.Estimate(Frame, Matte, Alpha));
    }

    /// <summary>The frame.</summary>
    public Frame Frame { get; }

    /// <summary>
    /// How much of each pixel's color is the subject's, whether that color is seen or not. Gray of the frame's size and depth.
    /// </summary>
    public Frame Matte { get; }

    /// <summary>How much of the subject is seen: the matte, times the frame's own alpha where it has one.</summary>
    public Frame Alpha { get; }

    /// <summary>The colors of the subject without those of the background; computed at the first call.</summary>
    public Frame Foreground => _foreground.Value;

    /// <summary>Whether the frame is the first of a scene, such as after a cut.</summary>
    internal bool StartsScene { get; init; }

    /// <summary>Gives the memory of all frames back.</summary>
    public void Dispose()
    {
        Frame.Dispose();
        Matte.Dispose();
        Alpha.Dispose();
        if (_foreground.IsValueCreated)
        {
            Foreground.Dispose();
        }
    }

    private static Frame Times(Frame frame, Frame matte) => NewFrame.Like(matte, matte.Layout, result =>
    {
        using var pixels = FrameMat.Of(frame);
        using var factor = FrameMat.Of(matte);
        using var own = pixels.Mat.OwnAlpha();
        Cv2.Multiply(own, factor.Mat, result, scale: 1.0 / own.LargestSample());
    });
}
