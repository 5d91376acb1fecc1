using System.Runtime.CompilerServices;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;

namespace U2Video.Pipeline.Masking;

/// <summary>Makes of each frame what the network will see of it.</summary>
/// <param name="predictor">Knows what that is; it stays the caller's.</param>
internal sealed class ResizingStage(MaskPredictor predictor)
{
    /// <summary>Frames in, frames with their input out, in order.</summary>
    public async IAsyncEnumerable<SizedFrame> RunAsync(
        IAsyncEnumerable<Frame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return new SizedFrame(frame, predictor.ToInput(frame));
        }
    }
}
