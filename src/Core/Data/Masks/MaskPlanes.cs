using OpenCvSharp;

namespace U2Video.Core.Data.Masks;

/// <summary>
/// A mask of bytes has one channel, the subject, or two: the second is 255 where pixels are to be ignored. Whatever moves the picture's
/// pixels (resizing, mirroring, turning) moves both alike.
/// </summary>
internal static class MaskPlanes
{
    /// <summary>Marks pixels as ignored; they are no subject then.</summary>
    /// <param name="mask">One channel; it gets the second one if any pixel is marked.</param>
    /// <param name="ignored">255 where they are, else 0.</param>
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
    /// Leaves the subject alone: where a picture is composed anew, what was ignored in it is not taken along, and nothing of the new
    /// picture is unknown.
    /// </summary>
    public static void KeepSubject(Mat mask)
    {
        if (mask.Channels() > 1)
        {
            using var both = mask.Clone();
            Cv2.ExtractChannel(both, mask, 0);
        }
    }

    /// <summary>Whether some pixel is subject, or may be.</summary>
    public static bool HasAny(Mat mask)
    {
        using var values = mask.Reshape(1);
        return Cv2.CountNonZero(values) > 0;
    }

    /// <summary>The bytes of the two channels, row by row.</summary>
    /// <returns>The subject; and what is ignored, null where nothing is.</returns>
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
