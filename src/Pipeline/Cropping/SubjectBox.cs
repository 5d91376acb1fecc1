using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Cropping;

/// <summary>Finds the subject of a frame.</summary>
internal static class SubjectBox
{
    // Fainter values are a veil in the background more often than a part of the subject.
    private const double LeastAlpha = 0.1;

    /// <summary>The smallest box around everything that is at least a tenth opaque; null where nothing is.</summary>
    public static Rect? Of(MattedFrame matted)
    {
        using var alpha = FrameMat.Of(matted.Alpha);
        using var seen = new Mat();
        var white = matted.Alpha.Layout.BytesPerSample == 1 ? byte.MaxValue : ushort.MaxValue;
        Cv2.Compare(alpha.Mat, Scalar.All(LeastAlpha * white), seen, CmpTypes.GE);
        return Cv2.CountNonZero(seen) > 0 ? Cv2.BoundingRect(seen) : null;
    }
}
