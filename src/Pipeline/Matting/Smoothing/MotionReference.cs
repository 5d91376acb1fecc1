using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>What movement is measured against: a network's input with noise averaged away over 3×3 pixels, in planes of color.</summary>
internal sealed class MotionReference : IDisposable
{
    private const int NoiseSide = 3;

    // The exposure is compared at every 101st pixel, some hundred in all. The stride is prime, so it does not divide usual widths.
    private const int ExposureStride = 101;
    private const double LargestExposureChange = 1.5;

    // A smaller change moves no byte by a whole level.
    private const double SmallestExposureChange = 0.5 / 255;

    // Where nothing moves, all change is noise; and in nearly every picture some part does not move, or shows no movement.
    private const double StillShare = 0.1;
    private const int LargestNoise = 16;

    private readonly Mat[] _colors;
    private readonly int[] _brightness;

    private MotionReference(Mat[] colors, int[] brightness) => (_colors, _brightness) = (colors, brightness);

    /// <summary>Makes one of an input: RGB, eight bits. The input stays the caller's.</summary>
    public static MotionReference Of(Frame input)
    {
        using var view = FrameMat.Of(input);
        using var calm = new Mat();
        Cv2.Blur(view.Mat, calm, new Size(NoiseSide, NoiseSide));
        var pixels = input.Pixels.Span;
        var brightness = new int[((input.Width * input.Height) + ExposureStride - 1) / ExposureStride];
        for (var i = 0; i < brightness.Length; i++)
        {
            var pixel = pixels.Slice(3 * ExposureStride * i, 3);
            brightness[i] = pixel[0] + pixel[1] + pixel[2];
        }

        return new MotionReference(Cv2.Split(calm), brightness);
    }

    /// <summary>
    /// How much each pixel's surroundings differ between two pictures, in levels of eight bits: the largest absolute difference of the
    /// three colors, within one pixel around, so that a change on one side of an edge counts on its other side too. A mere change of
    /// exposure does not count, nor does noise: the level that the quietest tenth of the picture does not exceed is subtracted.
    /// </summary>
    /// <returns>H×W bytes; the caller owns it.</returns>
    public Mat ChangeFrom(MotionReference other)
    {
        var gain = ExposureAgainst(other);
        var isSameExposure = Math.Abs(gain - 1) < SmallestExposureChange;
        var change = new Mat();
        using var same = new Mat();
        using var difference = new Mat();
        for (var i = 0; i < _colors.Length; i++)
        {
            if (!isSameExposure)
            {
                Cv2.ConvertScaleAbs(other._colors[i], same, gain);
            }

            Cv2.Absdiff(_colors[i], isSameExposure ? other._colors[i] : same, i == 0 ? change : difference);
            if (i > 0)
            {
                Cv2.Max(change, difference, change);
            }
        }

        using var around = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(3, 3));
        Cv2.Dilate(change, change, around);
        Cv2.Subtract(change, Scalar.All(NoiseIn(change)), change);
        return change;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (var color in _colors)
        {
            color.Dispose();
        }
    }

    private static int NoiseIn(Mat change)
    {
        using var counts = new Mat();
        Cv2.CalcHist([change], [0], null, counts, 1, [256], [new Rangef(0, 256)]);
        counts.GetArray(out float[] pixels);
        var level = 0;
        for (var quiet = pixels[0]; quiet < StillShare * change.Total() && level < LargestNoise; quiet += pixels[level])
        {
            level++;
        }

        return level;
    }

    // The median of the pixels' ratios, because moving pixels are in the minority. Black and burnt-out pixels say nothing about the light.
    private double ExposureAgainst(MotionReference other)
    {
        var ratios = new List<double>(_brightness.Length);
        for (var i = 0; i < _brightness.Length; i++)
        {
            if (_brightness[i] is > 48 and < 700 && other._brightness[i] is > 48 and < 700)
            {
                ratios.Add((double)_brightness[i] / other._brightness[i]);
            }
        }

        if (ratios.Count < _brightness.Length / 8)
        {
            return 1;
        }

        ratios.Sort();
        return Math.Clamp(ratios[ratios.Count / 2], 1 / LargestExposureChange, LargestExposureChange);
    }
}
