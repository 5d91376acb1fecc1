using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Edges;

/// <summary>Brings a mask to its frame's size without a look at the frame.</summary>
internal static class BilinearUpsampling
{
    /// <summary>Bilinear between the centres of the mask's cells; the mask covers all of the frame, whatever its shape.</summary>
    /// <returns>Gray, of the frame's size, depth and time; the caller owns it.</returns>
    public static Frame ToFrameSize(Mask mask, Frame frame)
    {
        var result = new Frame(frame.Width, frame.Height, frame.Timestamp, frame.Layout.ToGray());
        using var values = FrameMat.Of(mask);
        using var samples = FrameMat.Of(result);
        using var full = Resize(values.Mat, samples.Mat.Size());
        full.ConvertTo(samples.Mat, samples.Mat.Type(), samples.Mat.LargestSample());
        return result;
    }

    /// <summary>Floats to another size; each result is the mean over what it covers where that is more than one value.</summary>
    public static Mat Resize(Mat values, Size size)
    {
        var shrinks = size.Width < values.Cols && size.Height < values.Rows;
        return values.Resize(size, interpolation: shrinks ? InterpolationFlags.Area : InterpolationFlags.Linear);
    }
}
