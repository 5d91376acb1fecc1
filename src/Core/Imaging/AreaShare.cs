namespace U2Video.Core.Imaging;

/// <summary>How much a row or a column of a picture counts in one of a smaller picture.</summary>
/// <param name="Source">The row or column.</param>
/// <param name="Target">The one of the smaller picture.</param>
/// <param name="Share">Its share of that, 0…1.</param>
internal readonly record struct AreaShare(int Source, int Target, float Share)
{
    // Less than this is not covered, but rounding.
    private const double Least = 1e-3;

    /// <summary>All shares, in the order in which OpenCV adds them up.</summary>
    /// <param name="source">The number of rows or columns.</param>
    /// <param name="target">The number that is wanted.</param>
    /// <param name="scale">How many of the first are one of the second; not below 1.</param>
    public static AreaShare[] All(int source, int target, double scale)
    {
        var all = new List<AreaShare>(source + (2 * target));
        for (var i = 0; i < target; i++)
        {
            var (start, end) = (i * scale, (i * scale) + scale);
            var covered = Math.Min(scale, source - start);
            var last = Math.Min((int)Math.Floor(end), source - 1);
            var first = Math.Min((int)Math.Ceiling(start), last);
            if (first - start > Least)
            {
                all.Add(new AreaShare(first - 1, i, (float)((first - start) / covered)));
            }

            for (var whole = first; whole < last; whole++)
            {
                all.Add(new AreaShare(whole, i, (float)(1 / covered)));
            }

            if (end - last > Least)
            {
                all.Add(new AreaShare(last, i, (float)(Math.Min(Math.Min(end - last, 1), covered) / covered)));
            }
        }

        return [.. all];
    }
}
