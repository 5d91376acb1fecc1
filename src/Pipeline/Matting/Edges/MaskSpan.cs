using System.Numerics;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>
/// A span of a row of a mask. Most spans are empty or full, and there colors need not be computed, because a sum that is weighted with 0
/// and 1 is one of its terms.
/// </summary>
internal static class MaskSpan
{
    /// <summary>How many pixels are looked at together.</summary>
    public const int Length = 64;

    private const int Colors = 3;

    /// <summary>How much the subject covers of some pixels.</summary>
    /// <param name="mask">Their samples; at least one.</param>
    public static Cover CoverOf<T>(ReadOnlySpan<T> mask)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var first = mask[0];
        return (first != T.Zero && first != T.MaxValue) || mask.ContainsAnyExcept(first) ? Cover.Partial
            : first == T.Zero ? Cover.None
            : Cover.Full;
    }

    /// <summary>Repeats each sample for the three colors of its pixel.</summary>
    /// <param name="mask">The samples.</param>
    /// <param name="shares">Three times as many values.</param>
    public static void Widen<T>(ReadOnlySpan<T> mask, Span<float> shares)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var i = 0; i < mask.Length; i++)
        {
            shares.Slice(Colors * i, Colors).Fill(float.CreateTruncating(mask[i]));
        }
    }
}
