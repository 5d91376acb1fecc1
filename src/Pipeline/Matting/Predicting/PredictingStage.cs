using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>
/// Gathers frames into batches and asks the network for their masks. A frame that is like the last one that went through the network
/// takes over its mask. Frames are compared with the last <em>inferred</em> one, never with a frame that itself took over a mask, so that
/// small differences cannot add up. Which frames are inferred depends on the frames alone, not on the batches. The first batches are small,
/// so that the first frame does not wait for others.
/// </summary>
/// <param name="predictor">The network; it stays the caller's.</param>
/// <param name="batchSize">Frames that go through the network together; the last batch may be smaller.</param>
/// <param name="normalization">How the sigmoid of each frame is normalized.</param>
/// <param name="reuse">What <see cref="InputLikeness"/> tolerates, 0…16 levels of eight bits.</param>
internal sealed class PredictingStage(MaskPredictor predictor, int batchSize, OutputNormalization normalization, double reuse = 0)
{
    private readonly InputLikeness _likeness = new(reuse);
    private readonly InferredMask _last = new();
    private readonly List<SizedFrame> _waiting = [];
    private readonly List<Frame> _inputs = [];
    private readonly Queue<MaskedFrame> _done = new();
    private int _batch = 1;

    /// <summary>Counts the frames.</summary>
    public PredictionCounts Counts { get; init; } = new();

    // How many frames may wait because one before them does: enough that a batch fills up where every other frame is a repetition, and
    // few enough that a still clip does not fill the memory.
    private int MostWaiting => 2 * _batch;

    /// <summary>
    /// Frames in, masked frames out, in order. A stage runs once. A failure of the source arrives after the frames that came before it,
    /// including those of a batch that was not full.
    /// </summary>
    public async IAsyncEnumerable<MaskedFrame> RunAsync(
        IAsyncEnumerable<SizedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var source = frames.WithCancellation(cancellation).ConfigureAwait(false).GetAsyncEnumerator();
        ExceptionDispatchInfo? failure = null;
        var more = true;
        try
        {
            while (more)
            {
                try
                {
                    more = await source.MoveNextAsync();
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    (failure, more) = (ExceptionDispatchInfo.Capture(error), false);
                }

                if (more)
                {
                    Take(source.Current);
                }

                if (!more || _inputs.Count == 0 || _inputs.Count == _batch || _waiting.Count >= MostWaiting)
                {
                    await PredictAsync(cancellation).ConfigureAwait(false);
                }

                while (_done.TryDequeue(out var masked))
                {
                    yield return masked;
                }
            }

            failure?.Throw();
        }
        finally
        {
            _last.Forget();
            _waiting.ForEach(frame => frame.Dispose());
            foreach (var unread in _done)
            {
                unread.Dispose();
            }
        }
    }

    private void Take(SizedFrame frame)
    {
        _waiting.Add(frame);
        var reference = _inputs.Count > 0 ? _inputs[^1] : _last.Input;
        if (reference is null || !_likeness.Holds(reference, frame.Input))
        {
            _inputs.Add(frame.Input);
        }
    }

    private async Task PredictAsync(CancellationToken cancellation)
    {
        var masks = _inputs.Count > 0 ? await predictor.PredictInputsAsync(_inputs, normalization, cancellation).ConfigureAwait(false) : [];
        var next = 0;
        foreach (var frame in _waiting)
        {
            if (next < masks.Count && ReferenceEquals(frame.Input, _inputs[next]))
            {
                _last.Remember(frame.Input, masks[next]);
                Finish(frame, masks[next++]);
                Counts.AddInferred();
            }
            else
            {
                Finish(frame, _last.NewMask());
                Counts.AddReused();
            }
        }

        _waiting.Clear();
        _inputs.Clear();
        _batch = Math.Min(2 * _batch, batchSize);
    }

    private void Finish(SizedFrame frame, Mask mask) =>
        _done.Enqueue(new MaskedFrame(frame.Frame, frame.Input, mask) { StartsScene = frame.StartsScene });
}
