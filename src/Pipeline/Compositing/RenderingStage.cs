using System.Runtime.CompilerServices;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Edges;

namespace U2Video.Pipeline.Compositing;

/// <summary>Makes one output's frames.</summary>
/// <param name="renderer">What they look like.</param>
internal sealed class RenderingStage(IRenderer renderer)
{
    /// <summary>Matted frames in, finished frames out, in order.</summary>
    public async IAsyncEnumerable<Frame> RunAsync(
        IAsyncEnumerable<MattedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var matted in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            using (matted)
            {
                yield return await renderer.RenderAsync(matted, cancellation).ConfigureAwait(false);
            }
        }
    }
}
