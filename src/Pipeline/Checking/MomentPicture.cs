using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Checking;

/// <summary>Draws a matted frame for a report: the picture with the mask's outline beside the cut-out.</summary>
internal static class MomentPicture
{
    private const int LargestSide = 360;
    private const int Gap = 4;
    private const int Quality = 82;

    // Wide and dark below narrow and bright, so that it is seen on any picture.
    private const int OutlineWidth = 2;
    private static readonly Scalar OutlineColor = new(255, 120, 0);
    private static readonly Scalar OutlineShadow = Scalar.All(0);

    // Of the cut-out. Neither light nor dark subjects vanish on it.
    private static readonly Scalar Ground = new(124, 132, 140);

    /// <summary>Draws a frame.</summary>
    /// <param name="matted">The frame and its matte; they stay the caller's.</param>
    /// <param name="pixelAspect">How many times wider than high a pixel is shown.</param>
    /// <returns>A JPEG, both panels side by side.</returns>
    public static byte[] Draw(MattedFrame matted, double pixelAspect)
    {
        var (width, height) = (matted.Frame.Width * pixelAspect, (double)matted.Frame.Height);
        var scale = Math.Min(1, LargestSide / Math.Max(width, height));
        var size = new Size(Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
        using var small = new Frame(size.Width, size.Height);
        InputResizing.Resize(matted.Frame, small);
        using var picture = FrameMat.Of(small);
        using var alpha = Alpha(matted.Alpha, size);
        using var sheet = new Mat(size.Height, (2 * size.Width) + Gap, MatType.CV_8UC3, Ground);
        using (var left = new Mat(sheet, new Rect(0, 0, size.Width, size.Height)))
        {
            picture.Mat.CopyTo(left);
            DrawOutline(left, alpha);
        }

        using (var right = new Mat(sheet, new Rect(size.Width + Gap, 0, size.Width, size.Height)))
        {
            DrawCutout(right, picture.Mat, alpha);
        }

        Cv2.CvtColor(sheet, sheet, ColorConversionCodes.RGB2BGR);
        Cv2.ImEncode(".jpg", sheet, out var jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, Quality));
        return jpeg;
    }

    // H×W floats, 0…1.
    private static Mat Alpha(Frame matte, Size size)
    {
        using var full = FrameMat.Of(matte);
        using var small = full.Mat.Resize(size, interpolation: InterpolationFlags.Area);
        var alpha = new Mat();
        small.ConvertTo(alpha, MatType.CV_32FC1, 1.0 / (matte.Layout.BytesPerSample == 1 ? byte.MaxValue : ushort.MaxValue));
        return alpha;
    }

    private static void DrawOutline(Mat picture, Mat alpha)
    {
        using var subject = alpha.GreaterThanOrEqual(0.5).ToMat();
        Cv2.FindContours(subject, out var contours, out _, RetrievalModes.List, ContourApproximationModes.ApproxNone);
        Cv2.DrawContours(picture, contours, -1, OutlineShadow, 2 * OutlineWidth, LineTypes.AntiAlias);
        Cv2.DrawContours(picture, contours, -1, OutlineColor, OutlineWidth, LineTypes.AntiAlias);
    }

    private static void DrawCutout(Mat ground, Mat picture, Mat alpha)
    {
        using var rest = new Mat();
        Cv2.Subtract(Scalar.All(1), alpha, rest);
        using var behind = ground.Clone();
        Cv2.BlendLinear(picture, behind, alpha, rest, ground);
    }
}
