using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Compositing;

/// <summary>The subject's colors without those of the background, opaque and of the input's depth; black away from the subject.</summary>
internal sealed class ForegroundRenderer : IRenderer
{
    /// <inheritdoc/>
    public ValueTask<Frame> RenderAsync(MattedFrame matted, CancellationToken cancellation)
    {
        var colors = matted.Foreground;
        var result = new Frame(colors.Width, colors.Height, colors.Timestamp, colors.Layout);
        colors.Pixels.CopyTo(result.Pixels);
        return ValueTask.FromResult(result);
    }
}
