using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>The user's own masks as mattes.</summary>
internal static class GivenMatte
{
    /// <summary>The given values, unchanged but for the depth of the samples.</summary>
    /// <returns>Gray, of the frame's size, depth and time; the caller owns it.</returns>
    public static Frame ToFrameSize(this GivenMask given, Frame frame) => NewFrame.Like(frame, frame.Layout.ToGray(), result =>
        given.Values.ConvertTo(result, result.Type(), (double)result.LargestSample() / given.Values.LargestSample()));
}
