using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>A network's input as smoothing looks at it: noise averaged away over 3×3 pixels, the three colors apart.</summary>
internal sealed class MotionReference : IDisposable
{
    private const int NoiseSide = 3;

    // Grid of the pixels by which the exposure is compared: odd and so no divisor of usual widths, some hundred pixels in all.
    private const int ExposureStride = 101;
    private const double LargestExposureChange = 1.5;

    // Less changes no byte by a whole level.
    private const double SmallestExposureChange = 0.5 / 255;

    // Where nothing moves all change is noise, and some part of nearly every picture does not move or has nothing on it that shows it.
    private const double StillShare = 0.1;
    private const int LargestNoise = 16;

    private readonly Mat[] _colors;
    private readonly int[] _brightness;

    private MotionReference(Mat[] colors, int[] brightness) => (_colors, _brightness) = (colors, brightness);

    /// <summary>Looks at an input: RGB, eight bits. It stays the caller's.</summary>
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
    /// How much each pixel's surroundings differ between two pictures: of every color the absolute difference in levels of eight bits,
    /// the largest of the three, and of that the largest within one pixel around. So a change that is seen at one side of an edge is a
    /// change at its other side too. A change of exposure alone is none, nor is noise: what the quietest tenth of the picture does not
    /// exceed is taken from all.
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

    // The median of the pixels' ratios: what moves is in the minority, and black and burnt-out pixels say nothing of light.
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
