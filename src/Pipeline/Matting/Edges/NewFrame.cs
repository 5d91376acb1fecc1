using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>Makes frames, and gives their memory back where that fails.</summary>
internal static class NewFrame
{
    /// <summary>Makes a frame with the size and time of another.</summary>
    /// <param name="like">The other frame.</param>
    /// <param name="layout">The new one's layout.</param>
    /// <param name="fill">Fills all of its pixels.</param>
    /// <param name="times">How many times as wide as the other it is.</param>
    /// <returns>The frame; the caller owns it.</returns>
    public static Frame Like(Frame like, PixelLayout layout, Action<Mat> fill, int times = 1)
    {
        var frame = new Frame(like.Width * times, like.Height, like.Timestamp, layout);
        try
        {
            using var pixels = FrameMat.Of(frame);
            fill(pixels.Mat);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}
