using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>A person before scenery.</summary>
/// <param name="Person">The person.</param>
/// <param name="Scenery">What is behind.</param>
/// <param name="Phase">Where in the movement the first frame is, in radians.</param>
/// <param name="Size">The person's height as a share of the frame's.</param>
internal sealed record Scene(Cutout Person, Mat Scenery, double Phase, double Size)
{
    private const int Width = ClipKind.Width;
    private const int Height = ClipKind.Height;

    /// <summary>Somebody behind the person who is no subject, and moves the other way; null for nobody.</summary>
    public Cutout? Bystander { get; init; }

    /// <summary>The frame at a time, with its exact mask.</summary>
    public (Frame Picture, Mask Truth) Render(ClipKind kind, int time, Random random)
    {
        var (shakeX, shakeY) = (kind.Shake * Gauss(random), kind.Shake * Gauss(random));
        var angle = (Math.Tau * time / kind.Period) + Phase;
        var moves = kind.Sway > 0 ? 1 : 0;

        // Wider than the frame by a fifth: room to pan and shake.
        var wide = 1.2 * Math.Max((double)Width / Scenery.Cols, (double)Height / Scenery.Rows);
        var panned = kind.Pan == 0 ? 0 : kind.Pan * kind.Period / Math.Tau * Math.Sin(angle + 1);
        using var behind = Place(Scenery, wide, 0, panned + shakeX, shakeY);
        using var picture = new Mat();
        behind.ConvertTo(picture, MatType.CV_32FC3);

        var scale = Size * Height / Person.Alpha.Rows * (1 + (0.05 * moves * Math.Sin(angle * 0.7)));
        var (x, y) = ((kind.Sway * Math.Sin(angle)) + shakeX, (0.1 * kind.Sway * Math.Sin(2 * angle)) + shakeY);
        if (Bystander is { } other)
        {
            var height = Size * Height / other.Alpha.Rows;
            using var __ = PutOver(picture, other, height, -3 * moves * Math.Sin(angle), (2 * shakeX) - x, (2 * shakeY) - y);
        }

        using var alpha = PutOver(picture, Person, scale, 3 * moves * Math.Sin(angle), x, y);
        return (Expose(picture, kind, random), ToMask(alpha));
    }

    private static Mat PutOver(Mat picture, Cutout who, double scale, double degrees, double x, double y)
    {
        using var person = Place(who.Person, scale, degrees, x, y);
        var alpha = Place(who.Alpha, scale, degrees, x, y);
        using var free = new Mat();
        Cv2.CvtColor(alpha, free, ColorConversionCodes.GRAY2BGR);
        Cv2.Subtract(Scalar.All(1), free, free);
        Cv2.Multiply(picture, free, picture);
        Cv2.Add(picture, person, picture);
        return alpha;
    }

    private static Mat Place(Mat source, double scale, double degrees, double x, double y)
    {
        // Made smaller by averaging first, because an affine warp would use only four neighbors.
        var shrink = Math.Min(1, scale);
        using var small = source.Resize(default, shrink, shrink, InterpolationFlags.Area);
        using var matrix = Cv2.GetRotationMatrix2D(new Point2f(small.Cols / 2f, small.Rows / 2f), degrees, scale / shrink);
        matrix.Set(0, 2, matrix.Get<double>(0, 2) + ((Width - small.Cols) / 2.0) + x);
        matrix.Set(1, 2, matrix.Get<double>(1, 2) + ((Height - small.Rows) / 2.0) + y);
        var placed = new Mat();
        var border = source.Depth() == MatType.CV_8U ? BorderTypes.Reflect101 : BorderTypes.Constant;
        Cv2.WarpAffine(small, placed, matrix, new Size(Width, Height), InterpolationFlags.Linear, border, Scalar.All(0));
        return placed;
    }

    private static Frame Expose(Mat picture, ClipKind kind, Random random)
    {
        var gain = 1 + (kind.Exposure * Gauss(random));
        using var noise = new Mat(picture.Size(), MatType.CV_32FC3);
        Cv2.SetTheRNG((ulong)random.Next() + 1);
        Cv2.Randn(noise, Scalar.All(0), Scalar.All(kind.Noise));
        Cv2.ScaleAdd(picture, gain, noise, noise);
        var frame = new Frame(Width, Height);
        using var view = FrameMat.Of(frame);
        noise.ConvertTo(view.Mat, MatType.CV_8UC3);
        return frame;
    }

    private static Mask ToMask(Mat alpha)
    {
        var mask = new Mask(Width, Height);
        using var view = FrameMat.Of(mask);
        alpha.CopyTo(view.Mat);
        return mask;
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
