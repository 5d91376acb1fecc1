using OpenCvSharp;

namespace U2Video.Core.Data.Masks;

/// <summary>A mask's values as they are in the file.</summary>
/// <param name="Values">One channel of 8 or 16 bits, owned by this object.</param>
/// <param name="Source">Which part of the file they are from.</param>
internal sealed record RawMask(Mat Values, MaskSource Source) : IDisposable
{
    /// <summary>Whether the file has an alpha channel that is opaque throughout and was not used.</summary>
    public bool HasOpaqueAlpha { get; init; }

    /// <summary>Whether the file was compressed in a way that changes values.</summary>
    public bool IsLossy { get; init; }

    /// <summary>The highest value that the file could hold.</summary>
    public int Highest => Values.Depth() == MatType.CV_16U ? ushort.MaxValue : byte.MaxValue;

    /// <summary>Makes the mask from the values.</summary>
    /// <param name="meaning">What the values mean.</param>
    /// <returns>
    /// 8 bits, 0 background to 255 subject; if pixels are to be ignored, also a second channel in which they are 255 and others 0.
    /// The caller owns it.
    /// </returns>
    public Mat ToMask(MaskValues meaning)
    {
        var mask = new Mat();
        if (meaning is MaskValues.Labels labels)
        {
            return ToMask(labels, mask);
        }

        Values.ConvertTo(mask, MatType.CV_8U, byte.MaxValue / (double)Highest);
        if (meaning is MaskValues.Inverted)
        {
            Cv2.BitwiseNot(mask, mask);
        }

        return mask;
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();

    private Mat ToMask(MaskValues.Labels labels, Mat mask)
    {
        mask.Create(Values.Size(), MatType.CV_8UC1);
        mask.SetTo(Scalar.Black);
        using var part = new Mat();
        foreach (var (first, last) in labels.Subject ?? [(1, Highest)])
        {
            Cv2.InRange(Values, Scalar.All(first), Scalar.All(last), part);
            Cv2.BitwiseOr(mask, part, mask);
        }

        if (labels.IgnoresHighest)
        {
            Cv2.InRange(Values, Scalar.All(Highest), Scalar.All(Highest), part);
            MaskPlanes.Ignore(mask, part);
        }

        return mask;
    }
}
