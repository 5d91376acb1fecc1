namespace U2Video.Core.Data.Splits;

/// <summary>Orders names by the numbers in them: 2 before 10, a2 before a10. Numbers may be of any length.</summary>
internal sealed class NameOrder : IComparer<string>
{
    public static NameOrder Numeric { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (left.Length > 0 && right.Length > 0)
        {
            var difference = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                ? CompareNumbers(Take(ref left), Take(ref right))
                : CompareCharacters(ref left, ref right);
            if (difference != 0)
            {
                return difference;
            }
        }

        // 7 and 07 are different names; if they compared as equal, their order would depend on the sorting algorithm.
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        var digits = text[..length].TrimStart('0');
        text = text[length..];
        return digits;
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);

    private static int CompareCharacters(ref ReadOnlySpan<char> left, ref ReadOnlySpan<char> right)
    {
        var difference = left[0].CompareTo(right[0]);
        left = left[1..];
        right = right[1..];
        return difference;
    }
}
