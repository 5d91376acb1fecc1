using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>
/// Empties the masks of frames in which there is nothing to see: one color, or noise alone. Networks are not trained on such
/// frames, and predict a subject here and there.
/// </summary>
internal static class EmptyScene
{
    // The share is 0.44 and more in pictures of people, 0.12 and more with noise of 50 levels added, 0.04 and less in pure noise:
    // docs/smoothing.md.
    private const double NothingSeen = 0.04;
    private const double SomethingSeen = 0.08;

    private const int Cells = 16;

    // The deviation of one color after compression, in levels of 255.
    private const double FlatDeviation = 1;

    /// <summary>Empties a mask in place where its frame has nothing to see.</summary>
    /// <param name="input">What the network saw of the frame.</param>
    /// <param name="mask">The mask.</param>
    public static void Apply(Frame input, Mask mask)
    {
        var factor = (float)Math.Clamp((Structure(input) - NothingSeen) / (SomethingSeen - NothingSeen), 0, 1);
        if (factor < 1)
        {
            foreach (ref var value in mask.Values)
            {
                value *= factor;
            }
        }
    }

    /// <summary>
    /// The share of a picture's variance that is left after its brightness was averaged within 16×16 cells, 0…1. Objects are
    /// larger than a cell, so most of their variance is left; of noise with n² values to a cell, 1/n² is left. 0 for a picture of one
    /// color.
    /// </summary>
    internal static double Structure(Frame input)
    {
        using var view = FrameMat.Of(input);
        using var gray = new Mat();
        using var cells = new Mat();
        Cv2.CvtColor(view.Mat, gray, ColorConversionCodes.RGB2GRAY);
        gray.ConvertTo(gray, MatType.CV_32F);
        Cv2.Resize(gray, cells, new Size(Cells, Cells), interpolation: InterpolationFlags.Area);
        var deviation = Deviation(gray);
        return deviation < FlatDeviation ? 0 : Math.Pow(Deviation(cells) / deviation, 2);
    }

    private static double Deviation(Mat values)
    {
        Cv2.MeanStdDev(values, out _, out var deviation);
        return deviation.Val0;
    }
}
