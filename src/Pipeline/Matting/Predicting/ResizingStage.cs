using System.Runtime.CompilerServices;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>Makes the network's input of each frame, and marks where scenes begin.</summary>
/// <param name="network">What is known of the network.</param>
internal sealed class ResizingStage(PredictorFacts network)
{
    /// <summary>Frames in, frames with their input out, in order.</summary>
    public async IAsyncEnumerable<SizedFrame> RunAsync(
        IAsyncEnumerable<Frame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var cuts = new SceneCuts();
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            var input = ToInput(frame);
            yield return new SizedFrame(frame, input) { StartsScene = cuts.StartsWith(input) };
        }
    }

    private Frame ToInput(Frame frame)
    {
        try
        {
            return network.ToInput(frame);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}
