using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Core.Inference;

/// <summary>Resizes frames of any layout to the network's input.</summary>
internal static class InputResizing
{
    // 65535 = 257 × 255: both are full white.
    private const int WordsPerByte = 257;

    private static readonly int[] ColorChannels = [0, 0, 1, 1, 2, 2];

    /// <summary>Fills an input.</summary>
    /// <param name="frame">The frame, of any size and of three or four channels.</param>
    /// <param name="input">Where to: RGB of eight bits.</param>
    public static void Resize(Frame frame, Frame input)
    {
        using var full = FrameMat.Of(frame);
        using var small = FrameMat.Of(input);
        if (frame.Layout == PixelLayout.Rgb24)
        {
            AreaResizing.Resize(full.Mat, small.Mat);
        }
        else
        {
            using var resized = new Mat();
            using var bytes = new Mat();
            Cv2.Resize(full.Mat, resized, small.Mat.Size(), interpolation: InterpolationFlags.Area);
            var scale = frame.Layout.BytesPerSample == 1 ? 1 : 1.0 / WordsPerByte;
            resized.ConvertTo(bytes, MatType.CV_8UC(frame.Layout.Channels), scale);
            Cv2.MixChannels([bytes], [small.Mat], ColorChannels);
        }
    }
}
