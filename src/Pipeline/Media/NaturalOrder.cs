namespace U2Video.Pipeline.Media;

/// <summary>
/// Orders names as people count: <c>frame2</c> comes before <c>frame10</c>. Apart from numbers, characters have the order of their codes.
/// </summary>
internal sealed class NaturalOrder : IComparer<string?>
{
    /// <summary>The order.</summary>
    public static NaturalOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var first = NumberAtStart(left);
            var second = NumberAtStart(right);
            var order = first.IsEmpty || second.IsEmpty ? left[0].CompareTo(right[0]) : CompareNumbers(first, second);
            if (order != 0)
            {
                return order;
            }

            left = left[Math.Max(1, first.Length)..];
            right = right[Math.Max(1, second.Length)..];
        }

        // Names that differ only in zeros before a number still need an order.
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> NumberAtStart(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text : text[..end];
    }

    private static int CompareNumbers(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        first = first.TrimStart('0');
        second = second.TrimStart('0');
        return first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
    }
}
