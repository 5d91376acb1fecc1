using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>A coarse description of a picture, by which one can tell whether the next one shows the same scene.</summary>
internal sealed class SceneSignature
{
    private const int ThumbnailSide = 16;
    private const int Bins = 16;

    private readonly float[] _thumbnail;
    private readonly float[] _histogram;

    private SceneSignature(float[] thumbnail, float[] histogram) => (_thumbnail, _histogram) = (thumbnail, histogram);

    /// <summary>Describes a network's input: RGB, eight bits.</summary>
    public static SceneSignature Of(Frame input)
    {
        using var view = FrameMat.Of(input);
        using var small = new Mat();
        Cv2.Resize(view.Mat, small, new Size(4 * ThumbnailSide, 4 * ThumbnailSide), interpolation: InterpolationFlags.Area);
        return new SceneSignature(Thumbnail(small), Histogram(small));
    }

    /// <summary>
    /// How alike the places of light and dark are: the correlation of two thumbnails, −1…1. Neither brightness nor contrast changes
    /// it, and movement changes it little from one frame to the next.
    /// </summary>
    public double CorrelationWith(SceneSignature other)
    {
        var sum = 0.0;
        for (var i = 0; i < _thumbnail.Length; i++)
        {
            sum += _thumbnail[i] * other._thumbnail[i];
        }

        return sum;
    }

    /// <summary>
    /// How different the colors are, regardless of their places: the share of the pixels that would have to change, 0…1.
    /// </summary>
    public double ColorDistanceTo(SceneSignature other)
    {
        var sum = 0.0;
        for (var i = 0; i < _histogram.Length; i++)
        {
            sum += Math.Abs(_histogram[i] - other._histogram[i]);
        }

        return sum / 2;
    }

    // Mean 0 and length 1, so that the product of two is their correlation. A picture of one color correlates with no other: all zeros.
    private static float[] Thumbnail(Mat picture)
    {
        using var tiny = new Mat();
        using var gray = new Mat();
        Cv2.Resize(picture, tiny, new Size(ThumbnailSide, ThumbnailSide), interpolation: InterpolationFlags.Area);
        Cv2.CvtColor(tiny, gray, ColorConversionCodes.RGB2GRAY);
        gray.GetArray(out byte[] bytes);
        var mean = bytes.Average(value => (double)value);
        var length = Math.Sqrt(bytes.Sum(value => (value - mean) * (value - mean)));
        return [.. bytes.Select(value => length < bytes.Length ? 0f : (float)((value - mean) / length))];
    }

    // For each color. Neighboring bins share each value, because a small change of light must not move all pixels to the next bin.
    private static float[] Histogram(Mat picture)
    {
        var histogram = new float[3 * Bins];
        picture.GetArray(out Vec3b[] pixels);
        var share = 1f / (3 * pixels.Length);
        foreach (var pixel in pixels)
        {
            Add(0, pixel.Item0);
            Add(Bins, pixel.Item1);
            Add(2 * Bins, pixel.Item2);
        }

        return histogram;

        void Add(int first, byte value)
        {
            var place = value * (Bins - 1) / 255f;
            var (low, part) = ((int)place, place - (int)place);
            histogram[first + low] += share * (1 - part);
            histogram[first + Math.Min(low + 1, Bins - 1)] += share * part;
        }
    }
}
