using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>A mask that the user made for one frame.</summary>
/// <param name="values">Gray, of eight or sixteen bits and the frame's size; it is taken over and never changes.</param>
internal sealed class GivenMask(Mat values)
{
    /// <summary>The values, of the frame's size.</summary>
    public Mat Values => values;

    /// <summary>Replaces the values of a mask of any size by these.</summary>
    public void CopyTo(Mask mask)
    {
        using var view = FrameMat.Of(mask);
        using var sized = values.Resize(view.Mat.Size(), interpolation: InterpolationFlags.Area);
        sized.ConvertTo(view.Mat, MatType.CV_32FC1, 1.0 / (values.Depth() == MatType.CV_8U ? byte.MaxValue : ushort.MaxValue));
    }
}
