namespace U2Video.Core.Networks.Fast;

/// <summary>
/// The two rows, or columns, between which one of a resized picture is. Pixels are areas, not points (<c>align_corners=False</c>).
/// </summary>
/// <param name="First">The one above or to the left.</param>
/// <param name="Second">The next one, or the same at the end.</param>
/// <param name="Share">How much the second one counts, 0…1; the first one has the rest.</param>
internal readonly record struct Neighbors(int First, int Second, float Share)
{
    /// <summary>The neighbors of each row or column.</summary>
    /// <param name="from">The size of the picture that is resized.</param>
    /// <param name="to">The size of the result.</param>
    public static Neighbors[] OfAll(int from, int to)
    {
        var all = new Neighbors[to];
        for (var at = 0; at < to; at++)
        {
            var center = Math.Max(0, ((at + 0.5f) * ((float)from / to)) - 0.5f);
            var first = Math.Min((int)center, from - 1);
            all[at] = new Neighbors(first, Math.Min(first + 1, from - 1), center - first);
        }

        return all;
    }
}
