using OpenCvSharp;

namespace U2Video.Core.Data.Augmentations;

/// <summary>Lays one picture over another.</summary>
internal static class Compositing
{
    /// <summary>Replaces <paramref name="target"/> by foreground × alpha + target × (1 − alpha).</summary>
    /// <param name="foreground">RGB bytes.</param>
    /// <param name="alpha">Gray bytes of the same size; 255 is all foreground.</param>
    /// <param name="target">RGB bytes of the same size.</param>
    public static void Over(Mat foreground, Mat alpha, Mat target)
    {
        using var weight = new Mat();
        using var inverse = new Mat();
        using var front = new Mat();
        using var back = new Mat();
        Cv2.CvtColor(alpha, weight, ColorConversionCodes.GRAY2RGB);
        Cv2.BitwiseNot(weight, inverse);
        Cv2.Multiply(foreground, weight, front, 1.0 / 255);
        Cv2.Multiply(target, inverse, back, 1.0 / 255);
        Cv2.Add(front, back, target);
    }
}
