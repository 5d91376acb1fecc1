using OpenCvSharp;

namespace U2Video.Core.Data.Masks;

/// <summary>A mask's values as the file has them.</summary>
/// <param name="Values">One channel of 8 or 16 bits; its owner is this.</param>
/// <param name="Source">What they were taken from.</param>
internal sealed record RawMask(Mat Values, MaskSource Source) : IDisposable
{
    /// <summary>Whether the file has an alpha channel that is opaque throughout and was not taken.</summary>
    public bool HasOpaqueAlpha { get; init; }

    /// <summary>Whether the file was compressed in a way that changes values.</summary>
    public bool IsLossy { get; init; }

    /// <summary>The highest value that it could hold.</summary>
    public int Highest => Values.Depth() == MatType.CV_16U ? ushort.MaxValue : byte.MaxValue;

    /// <summary>Makes the mask of it.</summary>
    /// <param name="meaning">What the values mean.</param>
    /// <returns>
    /// 8 bits, 0 background to 255 subject; and where pixels are to be ignored a second channel, in which they are 255 and others 0.
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
