using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>Paints what is behind the subject. Safe to call from several threads; videos are fastest in the order of time.</summary>
internal interface IBackground : IAsyncDisposable
{
    /// <summary>Fills a canvas with the background of one frame.</summary>
    /// <param name="matted">The frame that it will be behind.</param>
    /// <param name="canvas">RGB of the frame's size and depth; all of it is overwritten.</param>
    /// <param name="cancellation">Ends the wait for frames of a background.</param>
    ValueTask PaintAsync(MattedFrame matted, Frame canvas, CancellationToken cancellation);
}
