using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>Brings a mask to its frame's size without regard to the frame's pixels.</summary>
internal static class BilinearUpsampling
{
    /// <summary>Bilinear between the centers of the mask's cells; the mask covers all of the frame, whatever its shape.</summary>
    /// <returns>Gray, of the frame's size, depth and time; the caller owns it.</returns>
    public static Frame ToFrameSize(Mask mask, Frame frame) => NewFrame.Like(frame, frame.Layout.ToGray(), result =>
    {
        using var values = FrameMat.Of(mask);
        using var full = Resize(values.Mat, result.Size());
        full.ConvertTo(result, result.Type(), result.LargestSample());
    });

    /// <summary>Floats to another size; where the size shrinks, each result is the mean of the values that it covers.</summary>
    public static Mat Resize(Mat values, Size size)
    {
        var shrinks = size.Width < values.Cols && size.Height < values.Rows;
        return values.Resize(size, interpolation: shrinks ? InterpolationFlags.Area : InterpolationFlags.Linear);
    }
}
