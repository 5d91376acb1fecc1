using OpenCvSharp;

namespace U2Video.Core.Data.Masks;

/// <summary>
/// A mask of bytes has one channel, the subject, or two: the second is 255 at pixels to ignore. Operations that move the picture's
/// pixels (resizing, mirroring, turning) move both channels alike.
/// </summary>
internal static class MaskPlanes
{
    /// <summary>Marks pixels as ignored; they do not count as subject then.</summary>
    /// <param name="mask">One channel; it gets the second one if any pixel is marked.</param>
    /// <param name="ignored">255 at ignored pixels, else 0.</param>
    public static void Ignore(Mat mask, Mat ignored)
    {
        if (Cv2.CountNonZero(ignored) > 0)
        {
            mask.SetTo(Scalar.Black, ignored);
            using var subject = mask.Clone();
            Cv2.Merge([subject, ignored], mask);
        }
    }

    /// <summary>
    /// Keeps only the subject's channel: when a new picture is composed, ignored pixels are not copied, and no pixel of the new
    /// picture is to be ignored.
    /// </summary>
    public static void KeepSubject(Mat mask)
    {
        if (mask.Channels() > 1)
        {
            using var both = mask.Clone();
            Cv2.ExtractChannel(both, mask, 0);
        }
    }

    /// <summary>Whether some pixel is subject or ignored.</summary>
    public static bool HasAny(Mat mask)
    {
        using var values = mask.Reshape(1);
        return Cv2.CountNonZero(values) > 0;
    }

    /// <summary>The bytes of the two channels, row by row.</summary>
    /// <returns>The subject, and the ignored pixels; null if there are none.</returns>
    public static (byte[] Subject, byte[]? Ignored) Bytes(Mat mask)
    {
        if (mask.Channels() == 1)
        {
            mask.GetArray(out byte[] all);
            return (all, null);
        }

        Cv2.Split(mask, out var planes);
        using var first = planes[0];
        using var second = planes[1];
        first.GetArray(out byte[] subject);
        second.GetArray(out byte[] ignored);
        return (subject, ignored);
    }
}
