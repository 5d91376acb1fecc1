using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>A picture that covers canvases. It is fitted once: the canvases of a clip are all alike.</summary>
/// <param name="picture">The picture; it is taken over.</param>
/// <param name="pixelAspect">How many times wider its pixels are shown than the canvases' are.</param>
internal sealed class FittedPicture(Frame picture, double pixelAspect) : IDisposable
{
    private Frame? _fitted;

    /// <summary>The picture's time in its own clip.</summary>
    public long Timestamp => picture.Timestamp;

    /// <summary>Fills a canvas. Not to be called twice at the same time.</summary>
    public void Paint(Frame canvas)
    {
        if (_fitted is null || (_fitted.Width, _fitted.Height, _fitted.Layout) != (canvas.Width, canvas.Height, canvas.Layout))
        {
            _fitted?.Dispose();
            _fitted = new Frame(canvas.Width, canvas.Height, layout: canvas.Layout);
            using var source = FrameMat.Of(picture);
            using var target = FrameMat.Of(_fitted);
            CoverFit.Paint(source.Mat, target.Mat, pixelAspect);
        }

        _fitted.Pixels.CopyTo(canvas.Pixels);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        picture.Dispose();
        _fitted?.Dispose();
    }
}
