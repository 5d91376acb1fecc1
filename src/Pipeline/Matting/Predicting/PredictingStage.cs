using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Mattes;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>
/// Gathers frames into batches and asks the network for their masks. A frame that is like the last one that went through the network
/// takes over its mask. Frames are compared with the last <em>inferred</em> one, never with a frame that itself took over a mask, so that
/// small differences cannot add up. Which frames are inferred depends on the frames alone, not on the batches. The first batches are small,
/// so that the first frame does not wait for others.
/// </summary>
/// <param name="network">The network; it is loaded for the first frame that needs it.</param>
/// <param name="batchSize">
/// Frames that go through the network together; the last batch may be smaller. Null leaves it to the network.
/// </param>
/// <param name="normalization">How the sigmoid of each frame is normalized.</param>
/// <param name="reuse">What <see cref="InputLikeness"/> tolerates, 0…16 levels of eight bits.</param>
internal sealed class PredictingStage(PredictorSource network, int? batchSize, OutputNormalization normalization, double reuse = 0)
{
    private readonly InputLikeness _likeness = new(reuse);
    private readonly InferredMask _last = new();
    private readonly List<WaitingFrame> _waiting = [];
    private readonly List<Frame> _inputs = [];
    private readonly Queue<MaskedFrame> _done = new();
    private Frame? _reference;
    private int _batch = 1;

    /// <summary>Counts the frames.</summary>
    public PredictionCounts Counts { get; init; } = new();

    /// <summary>Holds masks, and gets those that it lacks; null for none. It stays the caller's.</summary>
    public MatteFile? Matte { get; init; }

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
        StoredMask? stored;
        try
        {
            stored = Matte?.TryRead(frame.Frame.Timestamp);
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        var isInput = stored is null && ((_reference ?? _last.Input) is not { } reference || !_likeness.Holds(reference, frame.Input));
        _waiting.Add(new WaitingFrame(frame, stored, isInput));
        if (isInput)
        {
            _inputs.Add(frame.Input);
        }

        _reference = _waiting[^1].IsInferred ? frame.Input : _reference;
    }

    private async Task PredictAsync(CancellationToken cancellation)
    {
        var masks = new Queue<Mask>(_inputs.Count > 0 ? await InferAsync(cancellation).ConfigureAwait(false) : []);
        try
        {
            foreach (var frame in _waiting)
            {
                var mask = frame.Stored?.Mask ?? (frame.IsInput ? masks.Dequeue() : _last.NewMask());
                _done.Enqueue(frame.With(mask));
                if (frame.IsInferred)
                {
                    _last.Remember(frame.Frame.Input, mask);
                }

                CountAndStore(frame, mask);
            }
        }
        catch
        {
            foreach (var unused in masks)
            {
                unused.Dispose();
            }

            throw;
        }

        _waiting.Clear();
        _inputs.Clear();
        _reference = null;
    }

    private void CountAndStore(WaitingFrame frame, Mask mask)
    {
        if (frame.Stored is not null)
        {
            Counts.AddStored();
            return;
        }

        Matte?.Add(frame.Frame.Frame.Timestamp, mask, frame.IsInput);
        if (frame.IsInput)
        {
            Counts.AddInferred();
        }
        else
        {
            Counts.AddReused();
        }
    }

    private async Task<IReadOnlyList<Mask>> InferAsync(CancellationToken cancellation)
    {
        var predictor = await network.OpenAsync(cancellation).ConfigureAwait(false);
        var masks = await predictor.PredictInputsAsync(_inputs, normalization, cancellation).ConfigureAwait(false);
        foreach (var mask in masks)
        {
            MaskPicture.Round(mask);
        }

        _batch = Math.Min(2 * _batch, batchSize ?? predictor.PreferredBatchSize);
        return masks;
    }
}
