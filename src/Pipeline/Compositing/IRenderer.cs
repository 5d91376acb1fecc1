using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Compositing;

/// <summary>Makes an output's frames. Safe to call from several threads.</summary>
internal interface IRenderer
{
    /// <summary>Makes one frame, with the same time.</summary>
    /// <param name="matted">The frame and its mask; it stays the caller's.</param>
    /// <param name="cancellation">Ends the wait for frames of a background.</param>
    /// <returns>A new frame; the caller owns it.</returns>
    ValueTask<Frame> RenderAsync(MattedFrame matted, CancellationToken cancellation);
}
