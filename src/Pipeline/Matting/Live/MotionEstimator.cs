using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Live;

/// <summary>
/// Estimates how the picture moves from one frame to the next: dense optical flow (G. Farnebäck, <em>Two-frame motion estimation based on
/// polynomial expansion</em>, SCIA 2003) of gray pictures at a part of the network's size.
/// </summary>
/// <param name="shrink">How many times smaller than the network's input the pictures are that are compared.</param>
internal sealed class MotionEstimator(int shrink = MotionEstimator.UsualShrink) : IDisposable
{
    /// <summary>The best compromise of what was measured: docs/live.md.</summary>
    public const int UsualShrink = 2;

    private const int SmallestSide = 16;

    private Mat? _before;

    /// <summary>Computes the flow from its first picture to its second; other methods can be measured against ours.</summary>
    public Func<Mat, Mat, Mat> Method { get; init; } = Farneback;

    /// <summary>Looks at the clip's next frame.</summary>
    /// <param name="input">The network's input of the frame; it stays the caller's.</param>
    /// <returns>
    /// For each place, h×w, where what is there was in the frame before: two floats, the distance to the right and down, in places. The
    /// caller owns it. Null for the first frame and for one of another size than the one before.
    /// </returns>
    public Mat? Next(Frame input)
    {
        var now = Small(input);
        var motion = _before is null || _before.Size() != now.Size() ? null : Method(now, _before);
        _before?.Dispose();
        _before = now;
        return motion;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _before?.Dispose();

    private Mat Small(Frame input)
    {
        using var view = FrameMat.Of(input);
        using var small = new Mat();
        var size = new Size(Math.Max(SmallestSide, input.Width / shrink), Math.Max(SmallestSide, input.Height / shrink));
        Cv2.Resize(view.Mat, small, size, interpolation: InterpolationFlags.Area);
        var gray = new Mat();
        Cv2.CvtColor(small, gray, ColorConversionCodes.RGB2GRAY);
        return gray;
    }

    private static Mat Farneback(Mat now, Mat before)
    {
        var flow = new Mat();
        Cv2.CalcOpticalFlowFarneback(
            now, before, flow, pyrScale: 0.5, levels: 3, winsize: 15, iterations: 2, polyN: 5, polySigma: 1.1, flags: 0);
        return flow;
    }
}
