namespace U2Video.Core.Metrics;

/// <summary>
/// S-measure: how alike the structures of two masks are. D.-P. Fan, M.-M. Cheng, Y. Liu, T. Li, A. Borji, "Structure-measure: A new
/// way to evaluate foreground maps", ICCV 2017: S = α S_object + (1 − α) S_region with α = 1/2, and 0 where that is negative. The
/// ground truth is thresholded at one half, the mask is not.
/// </summary>
internal static class StructureMeasure
{
    private const double Alpha = 0.5;

    /// <summary>Compares two masks.</summary>
    /// <param name="mask">The mask, 0…1, row by row.</param>
    /// <param name="truth">The true mask, 0…1, of the same size.</param>
    /// <param name="width">The length of a row.</param>
    /// <returns>
    /// 0…1; 1 is best. If the ground truth has no subject: 1 minus the mask's mean; if it is all subject: the mask's mean.
    /// </returns>
    /// <exception cref="ArgumentException">The masks are empty or differ in length, or do not consist of whole rows.</exception>
    public static double Of(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, int width)
    {
        MaskSpans.Check(mask, truth, width);
        var share = MaskSpans.CountSubject(truth) / (double)mask.Length;
        return share switch
        {
            0 => 1 - MaskSpans.Mean(mask),
            1 => MaskSpans.Mean(mask),
            _ => Math.Max(0, (Alpha * OfObjects(mask, truth, share)) + ((1 - Alpha) * OfRegions(mask, truth, width))),
        };
    }

    /// <summary>S_object: subject and background separately, weighted by their shares in the ground truth.</summary>
    private static double OfObjects(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, double share) =>
        (share * OfObject(mask, truth, subject: true)) + ((1 - share) * OfObject(mask, truth, subject: false));

    /// <summary>
    /// 2x̄ / (x̄² + 1 + σ), where x is the mask within the true subject, or its complement within the true background. The paper
    /// has 2λσ there and λ = 1/2. σ is that of a sample (N − 1), and 0 for a single pixel.
    /// </summary>
    private static double OfObject(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, bool subject)
    {
        var (count, sum) = (0, 0.0);
        for (var i = 0; i < mask.Length; i++)
        {
            if (truth[i] >= MaskSpans.Half == subject)
            {
                count++;
                sum += subject ? mask[i] : 1.0 - mask[i];
            }
        }

        var (mean, squares) = (sum / count, 0.0);
        for (var i = 0; i < mask.Length; i++)
        {
            if (truth[i] >= MaskSpans.Half == subject)
            {
                var difference = (subject ? mask[i] : 1.0 - mask[i]) - mean;
                squares += difference * difference;
            }
        }

        var deviation = count > 1 ? Math.Sqrt(squares / (count - 1)) : 0;
        return 2 * mean / ((mean * mean) + 1 + deviation);
    }

    /// <summary>S_region: the four parts around the true subject's centroid, weighted by their areas.</summary>
    private static double OfRegions(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, int width)
    {
        var height = mask.Length / width;
        var (x, y) = Centroid(truth, width);
        return OfRegion(mask, truth, width, 0, 0, x, y)
            + OfRegion(mask, truth, width, x, 0, width, y)
            + OfRegion(mask, truth, width, 0, y, x, height)
            + OfRegion(mask, truth, width, x, y, width, height);
    }

    /// <summary>
    /// The number of columns and rows left of and above the cut. The centroid's own pixel belongs to the left and upper part.
    /// </summary>
    private static (int X, int Y) Centroid(ReadOnlySpan<float> truth, int width)
    {
        var (count, sumX, sumY) = (0L, 0L, 0L);
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] >= MaskSpans.Half)
            {
                var (row, column) = Math.DivRem(i, width);
                (count, sumX, sumY) = (count + 1, sumX + column + 1, sumY + row + 1);
            }
        }

        return (Round(sumX), Round(sumY));

        int Round(long sum) => (int)Math.Round((double)sum / count, MidpointRounding.AwayFromZero);
    }

    /// <summary>
    /// Structural similarity of one part, times the part's share of the picture: 4 x̄ ȳ σxy / ((x̄² + ȳ²)(σx² + σy²)), where x
    /// is the mask and y the ground truth. It is 1 if that is 0 / 0; an empty part counts 0.
    /// </summary>
    private static double OfRegion(
        ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, int width, int left, int top, int right, int bottom)
    {
        var count = (right - left) * (bottom - top);
        if (count == 0)
        {
            return 0;
        }

        // Relative to the first value, the mean of equal values is exact and their variance is 0; the 0 / 0 below depends on that.
        var origin = mask[(top * width) + left];
        var (sumX, sumY) = (0.0, 0.0);
        for (var row = top; row < bottom; row++)
        {
            for (var i = (row * width) + left; i < (row * width) + right; i++)
            {
                sumX += (double)mask[i] - origin;
                sumY += truth[i] >= MaskSpans.Half ? 1 : 0;
            }
        }

        var (meanX, meanY) = (origin + (sumX / count), sumY / count);
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var row = top; row < bottom; row++)
        {
            for (var i = (row * width) + left; i < (row * width) + right; i++)
            {
                var (x, y) = (mask[i] - meanX, (truth[i] >= MaskSpans.Half ? 1 : 0) - meanY);
                (xx, yy, xy) = (xx + (x * x), yy + (y * y), xy + (x * y));
            }
        }

        // The sums replace the variances, because the common divisor N − 1 cancels.
        var (numerator, denominator) = (4 * meanX * meanY * xy, ((meanX * meanX) + (meanY * meanY)) * (xx + yy));
        var similarity = denominator > 0 ? numerator / denominator : 1;
        return similarity * count / mask.Length;
    }
}
