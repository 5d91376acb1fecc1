using OpenCvSharp;

namespace U2Video.Benchmarks.Live;

/// <summary>Ways to estimate motion between two gray pictures.</summary>
internal static class MotionMethods
{
    private const int Block = 8;

    /// <summary>Nothing moves.</summary>
    public static Mat None(Mat now, Mat before) => new(now.Size(), MatType.CV_32FC2, Scalar.All(0));

    /// <summary>Farnebäck's dense flow with other parameters than the program's.</summary>
    public static Func<Mat, Mat, Mat> Farneback(int window, int iterations, int levels = 3) => (now, before) =>
    {
        var flow = new Mat();
        Cv2.CalcOpticalFlowFarneback(now, before, flow, 0.5, levels, window, iterations, 5, 1.1, 0);
        return flow;
    };

    /// <summary>
    /// Block matching: for each block of 8×8 places, around which 4 more count, the whole step with the least sum of absolute differences
    /// within a reach; a step has to be better than none by a level a pixel. Between the centers of blocks, motion is interpolated.
    /// </summary>
    public static Func<Mat, Mat, Mat> Blocks(int reach) => (now, before) =>
    {
        var (width, height) = (now.Width / Block, now.Height / Block);
        using var padded = before.CopyMakeBorder(reach, reach, reach, reach, BorderTypes.Replicate);
        using var x = new Mat(height, width, MatType.CV_32FC1, Scalar.All(0));
        using var y = new Mat(height, width, MatType.CV_32FC1, Scalar.All(0));
        using var least = new Mat(height, width, MatType.CV_32FC1, Scalar.All(float.MaxValue));
        foreach (var (dx, dy) in Steps(reach))
        {
            using var shifted = padded[new Rect(reach + dx, reach + dy, now.Width, now.Height)];
            using var difference = new Mat();
            Cv2.Absdiff(now, shifted, difference);
            using var precise = new Mat();
            difference.ConvertTo(precise, MatType.CV_32F);
            Cv2.Blur(precise, precise, new Size((2 * Block) - 1, (2 * Block) - 1));
            using var sums = precise.Resize(new Size(width, height), 0, 0, InterpolationFlags.Area);
            if (dx != 0 || dy != 0)
            {
                Cv2.Add(sums, Scalar.All(1), sums);
            }

            using var better = new Mat();
            Cv2.Compare(sums, least, better, CmpTypes.LT);
            sums.CopyTo(least, better);
            x.SetTo(Scalar.All(dx), better);
            y.SetTo(Scalar.All(dy), better);
        }

        using var both = new Mat();
        Cv2.Merge([x, y], both);
        return both.Resize(now.Size(), 0, 0, InterpolationFlags.Linear);
    };

    // Nearest first.
    private static IEnumerable<(int X, int Y)> Steps(int reach) =>
        from dy in Enumerable.Range(-reach, (2 * reach) + 1)
        from dx in Enumerable.Range(-reach, (2 * reach) + 1)
        orderby (dx * dx) + (dy * dy)
        select (dx, dy);
}
