using OpenCvSharp;

namespace U2Video.Reporting.Tests;

/// <summary>Looks at a PNG.</summary>
internal static class PictureAssert
{
    /// <summary>The picture of a PNG, BGR, which has the size that is asked for.</summary>
    public static Mat Decode(byte[] png, int width, int height)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        var picture = Cv2.ImDecode(png, ImreadModes.Color);
        Assert.Equal((width, height), (picture.Width, picture.Height));
        return picture;
    }

    /// <summary>How many pixels of a part are near a color.</summary>
    public static int Count(Mat picture, Rect part, int red, int green, int blue, int tolerance = 12)
    {
        using var view = new Mat(picture, part);
        using var near = new Mat();
        Cv2.InRange(
            view,
            new Scalar(blue - tolerance, green - tolerance, red - tolerance),
            new Scalar(blue + tolerance, green + tolerance, red + tolerance),
            near);
        return Cv2.CountNonZero(near);
    }

    /// <summary>Pixels of a part that are dark gray or black: text and axes.</summary>
    public static int Ink(Mat picture, Rect part) => Count(picture, part, 0x33, 0x33, 0x33, tolerance: 45);
}
