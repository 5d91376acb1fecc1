using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>One color everywhere.</summary>
/// <param name="rgb">Red, green, blue, 0…255 each.</param>
internal sealed class SolidBackground(byte[] rgb) : IBackground
{
    /// <inheritdoc/>
    public ValueTask PaintAsync(MattedFrame matted, Frame canvas, CancellationToken cancellation)
    {
        using var pixels = FrameMat.Of(canvas);
        var scale = pixels.Mat.LargestSample() / byte.MaxValue;
        pixels.Mat.SetTo(new Scalar(rgb[0] * scale, rgb[1] * scale, rgb[2] * scale));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
