using OpenCvSharp;

namespace U2Video.Core.Data.Masks;

/// <summary>The ground-truth mask of a pair as numbers.</summary>
/// <param name="Values">The values, 0…1, row by row; 0 at ignored pixels.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
internal sealed record GroundTruth(float[] Values, int Width, int Height)
{
    private static readonly float[] Nothing = [0];

    /// <summary>Not 0 at ignored pixels, row by row; null if no pixel is ignored.</summary>
    public byte[]? Ignored { get; init; }

    /// <summary>Reads a mask's picture of 8 bits per channel; the second channel, if there is one, marks ignored pixels.</summary>
    public static GroundTruth Of(Mat mask)
    {
        var (subject, ignored) = MaskPlanes.Bytes(mask);
        var values = Array.ConvertAll(subject, value => value / (float)byte.MaxValue);
        return new GroundTruth(values, mask.Cols, mask.Rows) { Ignored = ignored };
    }

    /// <summary>The values of a mask of this size at the pixels that are not ignored, one after the other.</summary>
    /// <returns>A single 0 if all pixels are ignored, so that an empty mask agrees.</returns>
    public float[] Known(float[] mask) =>
        Ignored is not { } ignored ? mask
        : mask.Where((_, i) => ignored[i] == 0).ToArray() is { Length: > 0 } known ? known : Nothing;

    /// <summary>A mask of this size with 0 at ignored pixels, as in the ground truth itself.</summary>
    public float[] Blank(float[] mask) => Ignored is not { } ignored ? mask : [.. mask.Select((value, i) => ignored[i] == 0 ? value : 0)];
}
