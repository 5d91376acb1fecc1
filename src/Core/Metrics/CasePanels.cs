using OpenCvSharp;
using U2Video.Core.Data;

namespace U2Video.Core.Metrics;

/// <summary>The views of one picture in a sheet of worst cases. All are BGR and have the size of the ground truth.</summary>
internal static class CasePanels
{
    /// <summary>The names of the views, from left to right.</summary>
    public static readonly string[] Titles = ["picture", "truth", "mask", "cut-out", "difference"];

    /// <summary>The color of pixels where the mask has more than the ground truth.</summary>
    public static readonly Vec3b TooMuch = new(255, 160, 40);

    /// <summary>The color of pixels where it has less.</summary>
    public static readonly Vec3b Missed = new(30, 110, 255);

    // Light and dark remains are both visible on it.
    private static readonly Vec3b CutOutBackground = new(128, 128, 128);

    // Dark enough for the colors to stand out, light enough to see where they are.
    private const double Dimmed = 0.4;

    /// <summary>Makes the views; the caller owns them.</summary>
    public static IReadOnlyList<Mat> Of(PredictedPair predicted)
    {
        var (pair, mask, truth) = predicted;
        var (rgb, unused) = Picture.ReadPair(pair);
        unused.Dispose();
        using var owned = rgb;
        var picture = rgb.CvtColor(ColorConversionCodes.RGB2BGR);
        picture.GetArray(out Vec3b[] pixels);
        return
        [
            picture,
            ToMat(i => Gray(truth.Values[i])),
            ToMat(i => Gray(mask[i])),
            ToMat(i => Blend(pixels[i], CutOutBackground, mask[i])),
            ToMat(i => Difference(pixels[i], truth.Ignored is { } ignored && ignored[i] != 0 ? 0 : mask[i] - truth.Values[i])),
        ];

        Mat ToMat(Func<int, Vec3b> color)
        {
            var values = new Vec3b[truth.Width * truth.Height];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = color(i);
            }

            using var view = Mat.FromPixelData(truth.Height, truth.Width, MatType.CV_8UC3, values);
            return view.Clone();
        }
    }

    private static Vec3b Difference(Vec3b pixel, float difference)
    {
        var luma = (byte)(Dimmed * ((0.114 * pixel.Item0) + (0.587 * pixel.Item1) + (0.299 * pixel.Item2)));
        return Blend(difference > 0 ? TooMuch : Missed, new Vec3b(luma, luma, luma), Math.Abs(difference));
    }

    private static Vec3b Gray(float value)
    {
        var level = (byte)(byte.MaxValue * value);
        return new Vec3b(level, level, level);
    }

    private static Vec3b Blend(Vec3b front, Vec3b back, float share)
    {
        return new Vec3b(Mix(front.Item0, back.Item0), Mix(front.Item1, back.Item1), Mix(front.Item2, back.Item2));

        byte Mix(byte a, byte b) => (byte)((share * a) + ((1 - share) * b));
    }
}
