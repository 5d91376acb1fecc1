using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>A picture.</summary>
/// <param name="picture">The picture; it is taken over.</param>
internal sealed class PictureBackground(FittedPicture picture) : IBackground
{
    private readonly Lock _one = new();

    /// <summary>Reads a picture file, upright as its camera held it.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static PictureBackground Read(string path, VideoFormat clip)
    {
        using var pixels = StoredPicture.Read(path);
        var sixteen = pixels.Depth() == MatType.CV_16U;
        var frame = new Frame(pixels.Cols, pixels.Rows, layout: sixteen ? PixelLayout.Rgb48 : PixelLayout.Rgb24);
        using var target = FrameMat.Of(frame);
        using var colors = pixels.ColorsOverBlack();
        Cv2.CvtColor(colors, target.Mat, ColorConversionCodes.BGR2RGB);
        return new PictureBackground(new FittedPicture(frame, 1 / clip.PixelAspect));
    }

    /// <inheritdoc/>
    public ValueTask PaintAsync(MattedFrame matted, Frame canvas, CancellationToken cancellation)
    {
        lock (_one)
        {
            picture.Paint(canvas);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        picture.Dispose();
        return ValueTask.CompletedTask;
    }
}
