using OpenCvSharp;

namespace U2Video.Core.Data.Masks;

/// <summary>The true mask of a pair as numbers.</summary>
/// <param name="Values">0…1, row by row; 0 where it is ignored.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record TrueMask(float[] Values, int Width, int Height)
{
    private static readonly float[] Nothing = [0];

    /// <summary>Not 0 where nobody knows what is true, row by row; null where all is known.</summary>
    public byte[]? Ignored { get; init; }

    /// <summary>Takes a mask's picture, 8 bits a channel, the second of which, if there is one, says what is ignored.</summary>
    public static TrueMask Of(Mat mask)
    {
        var (subject, ignored) = MaskPlanes.Bytes(mask);
        return new TrueMask(Array.ConvertAll(subject, value => value / (float)byte.MaxValue), mask.Cols, mask.Rows) { Ignored = ignored };
    }

    /// <summary>The values of a mask of this size where the truth is known, one behind the other.</summary>
    /// <returns>A single 0 where it is known nowhere, which says that an empty mask agrees.</returns>
    public float[] Known(float[] mask) =>
        Ignored is not { } ignored ? mask
        : mask.Where((_, i) => ignored[i] == 0).ToArray() is { Length: > 0 } known ? known : Nothing;

    /// <summary>A mask of this size with 0 where the truth is not known, as it has itself there.</summary>
    public float[] Blank(float[] mask) => Ignored is not { } ignored ? mask : [.. mask.Select((value, i) => ignored[i] == 0 ? value : 0)];
}
