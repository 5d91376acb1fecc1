using OpenCvSharp;

namespace U2Video.Core.Data.Masks;

/// <summary>A summary of one mask's values, sufficient to decide what they mean without reading the mask again.</summary>
internal sealed record MaskSight
{
    // A mask with more values than this has no labels. If the user calls them labels, the mask counts as one with a subject.
    private const int MostLabels = 1024;

    private MaskSight(RawMask mask, int[] histogram)
    {
        (Source, Highest, IsLossy, HasOpaqueAlpha) = (mask.Source, mask.Highest, mask.IsLossy, mask.HasOpaqueAlpha);
        var values = Enumerable.Range(0, histogram.Length).Where(value => histogram[value] > 0).ToArray();
        (Histogram, Minimum, Maximum) = (histogram, values[0], values[^1]);
        Values = values.Length <= MostLabels ? values : null;
        BorderShare = ShareOfBorder(mask.Values, Highest / 2);
    }

    /// <summary>Which part of the file the values are from.</summary>
    public MaskSource Source { get; }

    /// <summary>The highest value that the file could hold.</summary>
    public int Highest { get; }

    /// <summary>Whether the file was compressed in a way that changes values.</summary>
    public bool IsLossy { get; }

    /// <summary>Whether the file has an alpha channel that is opaque throughout and was not used.</summary>
    public bool HasOpaqueAlpha { get; }

    /// <summary>The lowest value.</summary>
    public int Minimum { get; }

    /// <summary>The highest value.</summary>
    public int Maximum { get; }

    /// <summary>All values in ascending order; null if there are too many for labels.</summary>
    public IReadOnlyList<int>? Values { get; }

    /// <summary>The share of the outermost pixels whose value is more than half of the highest, 0…1.</summary>
    public double BorderShare { get; }

    /// <summary>How many pixels have each value; null once these counts have been added elsewhere, because of the size.</summary>
    public int[]? Histogram { get; init; }

    /// <summary>Summarizes a mask.</summary>
    public static MaskSight Of(RawMask mask) => new(mask, Count(mask));

    /// <summary>Whether some pixel is subject.</summary>
    public bool ShowsSubject(MaskValues meaning) => meaning switch
    {
        MaskValues.Alpha { ByAlphaChannel: true } when HasOpaqueAlpha => true,
        MaskValues.Inverted => 2 * Minimum < Highest,
        MaskValues.Labels labels => Values?.Any(value => labels.IsSubject(value, Highest)) ?? true,
        _ => 2 * Maximum > Highest,
    };

    /// <summary>The reason why it shows no subject, in words.</summary>
    public string WhyNoSubject(MaskValues meaning) => meaning switch
    {
        MaskValues.Inverted => $"its lowest value is {Minimum} of {Highest}, and black is subject",
        MaskValues.Labels => $"its labels are {string.Join(", ", (Values ?? []).Take(8))}{(Values is { Count: > 8 } ? "…" : "")}",
        _ => $"its highest value is {Maximum} of {Highest}",
    };

    private static int[] Count(RawMask mask)
    {
        var histogram = new int[mask.Highest + 1];
        var (rows, columns) = (mask.Values.Rows, mask.Values.Cols);
        for (var row = 0; row < rows; row++)
        {
            if (mask.Highest == byte.MaxValue)
            {
                foreach (var value in Row<byte>(mask.Values, row, columns))
                {
                    histogram[value]++;
                }
            }
            else
            {
                foreach (var value in Row<ushort>(mask.Values, row, columns))
                {
                    histogram[value]++;
                }
            }
        }

        return histogram;
    }

    private static double ShareOfBorder(Mat values, int half)
    {
        using var bright = new Mat();
        Cv2.Compare(values, Scalar.All(half), bright, CmpTypes.GT);
        var all = Cv2.CountNonZero(bright);
        var (inner, total) = (0, values.Rows * values.Cols);
        if (values.Rows > 2 && values.Cols > 2)
        {
            using var within = new Mat(bright, new Rect(1, 1, values.Cols - 2, values.Rows - 2));
            inner = Cv2.CountNonZero(within);
            total -= within.Rows * within.Cols;
        }

        return (all - inner) / (double)total;
    }

    private static unsafe ReadOnlySpan<T> Row<T>(Mat mat, int row, int columns)
        where T : unmanaged =>
        new((void*)mat.Ptr(row), columns);
}
