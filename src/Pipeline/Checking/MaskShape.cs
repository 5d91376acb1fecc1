using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Checking;

/// <summary>The signs of doubt that a mask shows by itself.</summary>
internal static class MaskShape
{
    /// <summary>
    /// The smallest area that others are divided by, as a share of the frame: a subject that is nearly nothing must not turn noise into
    /// large numbers.
    /// </summary>
    public const double SmallestArea = 0.005;

    // What traces are divided by at least, as a share of the frame.
    private const double LeastArea = 0.001;

    private const float Half = 0.5f;

    /// <summary>Writes the signs of a mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="signs">Gets the area, and all signs that need no other mask.</param>
    public static void Measure(Mask mask, FrameSigns signs)
    {
        var (area, soft, faint) = (0.0, 0.0, 0.0);
        foreach (var value in mask.Values)
        {
            area += value;
            soft += Math.Min(value, 1 - value);
            faint += value < Half ? value : 0;
        }

        var pixels = (double)mask.Width * mask.Height;
        var divisor = Math.Max(area, SmallestArea * pixels);
        using var view = FrameMat.Of(mask);
        using var subject = view.Mat.GreaterThanOrEqual(Half).ToMat();
        using var background = subject.LessThan(1).ToMat();
        var (largest, all) = Parts(subject);
        signs.Area = area / pixels;
        signs[DoubtSign.SoftMask] = soft / divisor;
        signs[DoubtSign.Faint] = faint / (area + (LeastArea * pixels));
        signs[DoubtSign.Holes] = Enclosed(background) / divisor;
        signs[DoubtSign.Scraps] = (all - largest) / divisor;
    }

    private static (double Largest, double All) Parts(Mat subject)
    {
        var sizes = Components(subject).Select(part => (double)part.Area).DefaultIfEmpty(0).ToArray();
        return (sizes.Max(), sizes.Sum());
    }

    // Parts of the background that do not reach the frame's edge.
    private static double Enclosed(Mat background)
    {
        var (width, height) = (background.Cols, background.Rows);
        return Components(background)
            .Where(part => part.Place is { Left: > 0, Top: > 0 } && part.Place.Right < width && part.Place.Bottom < height)
            .Sum(part => (double)part.Area);
    }

    private static List<(Rect Place, int Area)> Components(Mat binary)
    {
        using var labels = new Mat();
        using var centers = new Mat();
        using var stats = new Mat();
        Cv2.ConnectedComponentsWithStats(binary, labels, stats, centers, PixelConnectivity.Connectivity4);

        // A row has left, top, width, height and area. The first one is of the zeros.
        stats.GetRectangularArray(out int[,] rows);
        var parts = new List<(Rect, int)>();
        for (var part = 1; part < rows.GetLength(0); part++)
        {
            parts.Add((new Rect(rows[part, 0], rows[part, 1], rows[part, 2], rows[part, 3]), rows[part, 4]));
        }

        return parts;
    }
}
