using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Checking;

/// <summary>How much masks change from frame to frame where the picture does not change.</summary>
internal sealed class StillJump : IDisposable
{
    private readonly Mat _before = new();
    private MotionReference? _picture;

    /// <summary>
    /// The change from the frame before, Σ w · |m − m'| over the larger subject's area, where w is 1 where the picture stands still
    /// (<see cref="SteadinessWeights"/>); 0 for a scene's first frame.
    /// </summary>
    public double Next(MaskedFrame frame)
    {
        using var mask = FrameMat.Of(frame.Mask);
        var picture = MotionReference.Of(frame.Input);
        var jump = frame.StartsScene || _picture is null ? 0 : Change(mask.Mat, picture, _picture);
        _picture?.Dispose();
        _picture = picture;
        mask.Mat.CopyTo(_before);
        return jump;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _picture?.Dispose();
        _before.Dispose();
    }

    private double Change(Mat mask, MotionReference picture, MotionReference before)
    {
        using var moved = picture.ChangeFrom(before);
        using var weights = new Mat();
        using var change = new Mat();
        SteadinessWeights.Of(moved, weights);
        Cv2.Absdiff(mask, _before, change);
        var area = Math.Max(Cv2.Sum(mask).Val0, Cv2.Sum(_before).Val0);
        return change.Dot(weights) / Math.Max(area, MaskShape.SmallestArea * mask.Total());
    }
}
