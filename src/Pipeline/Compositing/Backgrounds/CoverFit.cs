using OpenCvSharp;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>Makes a picture cover a canvas: as large as needed, centered, and cut off at the canvas' edges.</summary>
internal static class CoverFit
{
    /// <summary>The part of the picture that is seen.</summary>
    /// <param name="picture">The picture's size.</param>
    /// <param name="canvas">The canvas' size.</param>
    /// <param name="pixelAspect">How many times wider the picture's pixels are shown than the canvas' are.</param>
    public static Rect Crop(Size picture, Size canvas, double pixelAspect = 1)
    {
        var aspect = (double)canvas.Width / canvas.Height / pixelAspect;
        var width = Math.Clamp((int)Math.Round(picture.Height * aspect), 1, picture.Width);
        var height = Math.Clamp((int)Math.Round(picture.Width / aspect), 1, picture.Height);
        return new Rect((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }

    /// <summary>Fills the canvas, converting eight bits to sixteen or back; what is transparent in the picture is black.</summary>
    public static void Paint(Mat picture, Mat canvas, double pixelAspect = 1)
    {
        using var colors = picture.ColorsOverBlack();
        using var seen = colors[Crop(colors.Size(), canvas.Size(), pixelAspect)];
        var shrinks = seen.Cols > canvas.Cols;
        using var fitted = seen.Resize(canvas.Size(), interpolation: shrinks ? InterpolationFlags.Area : InterpolationFlags.Cubic);
        fitted.ConvertTo(canvas, canvas.Type(), (double)canvas.LargestSample() / picture.LargestSample());
    }
}
