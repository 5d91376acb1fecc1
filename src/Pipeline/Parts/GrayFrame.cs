using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Parts;

/// <summary>Makes gray frames of those whose three channels are equal.</summary>
internal static class GrayFrame
{
    /// <summary>The first channel of a frame, which is taken over.</summary>
    public static Frame Of(Frame frame)
    {
        using (frame)
        {
            var gray = new Frame(frame.Width, frame.Height, frame.Timestamp, PixelLayout.Gray8);
            using var colors = FrameMat.Of(frame);
            using var channel = FrameMat.Of(gray);
            Cv2.ExtractChannel(colors.Mat, channel.Mat, 0);
            return gray;
        }
    }
}
