using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Metrics;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>How good masks are, and how steady. Higher is worse.</summary>
internal static class TemporalMeasures
{
    // A pixel is steady if no pixel within two of it, averaged over 3×3, changes by more than this many levels of eight bits.
    private const double SteadyChange = 4;

    /// <summary>Mean absolute difference from the truth over all pixels and frames, in thousandths.</summary>
    public static double MeanAbsoluteDifference(IReadOnlyList<float[]> masks, IReadOnlyList<float[]> truths) =>
        1000 * masks.Zip(truths, (mask, truth) => MeanAbsoluteError.Of(mask, truth)).Average();

    /// <summary>
    /// dtSSD: the root of the mean over the pixels of ((mask(t) − mask(t−1)) − (truth(t) − truth(t−1)))², in hundredths, averaged
    /// over the pairs of frames within a scene. What moves as the truth moves costs nothing. M. Erofeev, Y. Gitman, D. Vatolin,
    /// A. Fedorov, J. Wang, "Perceptually motivated benchmark for video matting", BMVC 2015; root, mean and factor as the later
    /// papers on video matting print it.
    /// </summary>
    public static double TemporalDifference(IReadOnlyList<float[]> masks, IReadOnlyList<float[]> truths, IReadOnlyList<int> cuts) =>
        Enumerable.Range(1, masks.Count - 1).Except(cuts).Average(t =>
        {
            var sum = 0.0;
            for (var i = 0; i < masks[t].Length; i++)
            {
                var difference = (masks[t][i] - masks[t - 1][i]) - (truths[t][i] - truths[t - 1][i]);
                sum += difference * difference;
            }

            return 100 * Math.Sqrt(sum / masks[t].Length);
        });

    /// <summary>
    /// An estimate of the share of dtSSD² that is jitter, errors that are new in every frame, and not an error that goes along with what
    /// moves, 0…1. For jitter of variance σ² the first difference of the errors in time has the variance 2σ² and the second 6σ²; an error
    /// that moves along evenly is only in the first. Only jitter can be averaged away: smoothing cannot lower dtSSD by more than
    /// 1 − √(1 − share).
    /// </summary>
    public static double JitterShare(IReadOnlyList<float[]> masks, IReadOnlyList<float[]> truths, IReadOnlyList<int> cuts)
    {
        var (first, second, firsts, seconds) = (0.0, 0.0, 0, 0);
        for (var t = 1; t < masks.Count; t++)
        {
            if (cuts.Contains(t))
            {
                continue;
            }

            var hasSecond = t > 1 && !cuts.Contains(t - 1);
            (firsts, seconds) = (firsts + 1, seconds + (hasSecond ? 1 : 0));
            for (var i = 0; i < masks[t].Length; i++)
            {
                var difference = Error(t, i) - Error(t - 1, i);
                first += difference * difference;
                if (hasSecond)
                {
                    var bend = difference - (Error(t - 1, i) - Error(t - 2, i));
                    second += bend * bend;
                }
            }
        }

        return first == 0 || seconds == 0 ? 0 : Math.Min(1, second / seconds / 3 / (first / firsts));

        double Error(int t, int i) => masks[t][i] - truths[t][i];
    }

    /// <summary>Flicker: the mean |mask(t) − mask(t−1)| where the picture is steady from t−1 to t, in thousandths.</summary>
    public static double Flicker(IReadOnlyList<float[]> masks, IReadOnlyList<bool[]> steady)
    {
        var (sum, count) = (0.0, 0L);
        for (var t = 1; t < masks.Count; t++)
        {
            for (var i = 0; i < masks[t].Length; i++)
            {
                if (steady[t][i])
                {
                    sum += Math.Abs(masks[t][i] - masks[t - 1][i]);
                    count++;
                }
            }
        }

        return count == 0 ? double.NaN : 1000 * sum / count;
    }

    /// <summary>Where each frame's picture is what it was in the frame before; nowhere in the first.</summary>
    public static IReadOnlyList<bool[]> SteadyRegions(IReadOnlyList<Frame> inputs)
    {
        var regions = new List<bool[]> { new bool[inputs[0].Width * inputs[0].Height] };
        using var change = new Mat();
        using var kernel = Mat.Ones(5, 5, MatType.CV_8UC1).ToMat();
        foreach (var (before, now) in inputs.Zip(inputs.Skip(1)))
        {
            using var one = FrameMat.Of(before);
            using var other = FrameMat.Of(now);
            using var blurredOne = one.Mat.Blur(new Size(3, 3));
            using var blurredOther = other.Mat.Blur(new Size(3, 3));
            Cv2.Absdiff(blurredOne, blurredOther, change);
            using var channels = change.Reshape(1, change.Rows * change.Cols);
            using var largest = channels.Reduce(ReduceDimension.Column, ReduceTypes.Max, -1);
            using var whole = largest.Reshape(1, change.Rows);
            using var around = whole.Dilate(kernel);
            around.GetArray(out byte[] levels);
            regions.Add([.. levels.Select(level => level <= SteadyChange)]);
        }

        return regions;
    }
}
