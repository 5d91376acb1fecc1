using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Compositing;

/// <summary>The mask in gray of the input's depth: white is subject, and transparent parts of the input are black.</summary>
internal sealed class MaskRenderer : IRenderer
{
    /// <inheritdoc/>
    public ValueTask<Frame> RenderAsync(MattedFrame matted, CancellationToken cancellation)
    {
        var alpha = matted.Alpha;
        var result = new Frame(alpha.Width, alpha.Height, alpha.Timestamp, alpha.Layout);
        alpha.Pixels.CopyTo(result.Pixels);
        return ValueTask.FromResult(result);
    }
}
