using System.Runtime.CompilerServices;
using U2Video.Core.Inference;

namespace U2Video.Pipeline.Masking;

/// <summary>Gathers frames into batches and asks the network for their masks.</summary>
/// <param name="predictor">The network; it stays the caller's.</param>
/// <param name="batchSize">Frames in a batch; the last batch may be smaller.</param>
internal sealed class MaskingStage(MaskPredictor predictor, int batchSize)
{
    /// <summary>Frames in, masked frames out, in order.</summary>
    public async IAsyncEnumerable<MaskedFrame> RunAsync(
        IAsyncEnumerable<SizedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var batch = new List<SizedFrame>(batchSize);
        var done = new Queue<MaskedFrame>(batchSize);
        try
        {
            await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
            {
                batch.Add(frame);
                if (batch.Count == batchSize)
                {
                    await PredictAsync().ConfigureAwait(false);
                }

                while (done.TryDequeue(out var masked))
                {
                    yield return masked;
                }
            }

            await PredictAsync().ConfigureAwait(false);
            while (done.TryDequeue(out var masked))
            {
                yield return masked;
            }
        }
        finally
        {
            batch.ForEach(frame => frame.Dispose());
            foreach (var unread in done)
            {
                unread.Dispose();
            }
        }

        async Task PredictAsync()
        {
            if (batch.Count > 0)
            {
                var masks = await predictor.PredictInputsAsync([.. batch.Select(frame => frame.Input)]).ConfigureAwait(false);
                foreach (var masked in batch.Zip(masks, (frame, mask) => new MaskedFrame(frame.Frame, frame.Input, mask)))
                {
                    done.Enqueue(masked);
                }

                batch.Clear();
            }
        }
    }
}
