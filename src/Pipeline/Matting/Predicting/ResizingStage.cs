using System.Runtime.CompilerServices;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>Makes the network's input of each frame, and marks where scenes begin.</summary>
/// <param name="network">What is known of the network.</param>
/// <param name="hasHighlights">Whether frames are linear light with room for highlights.</param>
/// <param name="keepsHighlights">Whether they stay so; otherwise highlights become white on the way.</param>
internal sealed class ResizingStage(PredictorFacts network, bool hasHighlights = false, bool keepsHighlights = true)
{
    /// <summary>Frames in, frames with their input out, in order.</summary>
    public async IAsyncEnumerable<SizedFrame> RunAsync(
        IAsyncEnumerable<Frame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var cuts = new SceneCuts();
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return Resize(frame, cuts);
        }
    }

    private SizedFrame Resize(Frame frame, SceneCuts cuts)
    {
        Frame? input = null;
        try
        {
            using var view = hasHighlights ? HighlightView.Of(frame) : null;
            input = network.ToInput(view ?? frame);
            if (hasHighlights && !keepsHighlights)
            {
                HighlightView.Apply(frame);
            }

            return new SizedFrame(frame, input) { StartsScene = cuts.StartsWith(input) };
        }
        catch
        {
            input?.Dispose();
            frame.Dispose();
            throw;
        }
    }
}
