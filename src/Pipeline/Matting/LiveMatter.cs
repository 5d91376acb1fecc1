using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Live;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Matting;

/// <summary>Mattes the frames of one live clip, each when it comes: none waits for a later one. It needs no ffmpeg.</summary>
/// <remarks>Not for several threads at the same time. Several of these may share a predictor.</remarks>
public sealed class LiveMatter : IDisposable
{
    private readonly PredictorFacts _facts;
    private readonly Func<Frame, CancellationToken, Mask> _predict;
    private readonly MaskFilter _filter;
    private readonly InputLikeness _likeness;
    private readonly InferredMask _last = new();
    private readonly SceneCuts _cuts = new();
    private readonly MattingOptions _options;
    private readonly MaskPredictor? _predictor;
    private MattingStage _matting;
    private LiveMasks? _passing;
    private bool _startsScene;

    /// <summary>Prepares to matte a clip.</summary>
    /// <param name="predictor">The network; it stays the caller's.</param>
    /// <param name="options">
    /// How frames are matted; null for the defaults with <see cref="SmoothingMode.Ema"/>. <see cref="MattingOptions.BatchSize"/> is not
    /// used.
    /// </param>
    /// <exception cref="UsageException">A value is out of range, or the smoothing needs frames of the future.</exception>
    public LiveMatter(MaskPredictor predictor, MattingOptions? options = null)
        : this(
            predictor.Facts,
            (input, normalization, stop) => predictor.PredictInputsAsync([input], normalization, stop).GetAwaiter().GetResult()[0],
            options ?? new MattingOptions { Smoothing = new SmoothingOptions { Mode = SmoothingMode.Ema } }) => _predictor = predictor;

    /// <summary>Prepares to matte a clip whose masks need not come from a network.</summary>
    /// <param name="facts">The size of the masks, and how they are normalized.</param>
    /// <param name="predict">Makes the mask of an input, with the normalization that is asked for.</param>
    /// <param name="options">How frames are matted.</param>
    internal LiveMatter(
        PredictorFacts facts, Func<Frame, OutputNormalization, CancellationToken, Mask> predict, MattingOptions options)
    {
        options.Validate();
        if (options.Smoothing.Mode == SmoothingMode.Lookahead)
        {
            throw new UsageException(
                $"Lookahead smoothing waits for frames of the future; give {SmoothingMode.Ema} or {SmoothingMode.Off}.");
        }

        var smoothing = new SmoothingStage(options.Normalization, facts.Output, options.Smoothing);
        (_facts, _options) = (facts, options);
        _predict = (input, stop) => predict(input, smoothing.PerFrame, stop);
        _filter = smoothing.CreateFilter();
        _matting = new MattingStage(options.Edges, options.NewEditor());
        _likeness = new InputLikeness(options.Reuse);
    }

    /// <summary>
    /// Whether frames pass while the network works: it infers as many as the machine lets it, each the newest at its time, and the other
    /// frames get the last mask, moved with the picture. Only the first frame and those after cuts wait for the network, and all frames
    /// where it is much faster than they come. Of fast subjects the network sees smaller pictures, so that it infers more frames; masks
    /// have the same size as always. The network's threads then let all other threads of the process run first, from now on.
    /// By default every frame waits for a mask of its own.
    /// </summary>
    public bool MovesMasks { get; init; }

    /// <summary>The mask of the clip's next frame, at the network's size.</summary>
    /// <param name="frame">The frame, of three or four channels; it stays the caller's.</param>
    /// <param name="cancellation">Ends the wait for the network; the frame then counts as not shown.</param>
    /// <returns>The mask, normalized and smoothed; the caller owns it.</returns>
    public Mask Next(Frame frame, CancellationToken cancellation = default)
    {
        using var input = _facts.ToInput(frame);
        return Next(frame, input, cancellation).Mask;
    }

    /// <summary>The matte of the clip's next frame, at the frame's own size.</summary>
    /// <param name="frame">The frame, of three or four channels; it is taken over.</param>
    /// <param name="cancellation">Ends the wait for the network; the frame then counts as not shown.</param>
    /// <returns>The frame with its matte; the caller owns it.</returns>
    public MattedFrame NextMatte(Frame frame, CancellationToken cancellation = default)
    {
        Frame? input = null;
        MaskedFrame masked;
        try
        {
            input = _facts.ToInput(frame);
            masked = Next(frame, input, cancellation);
        }
        catch
        {
            input?.Dispose();
            frame.Dispose();
            throw;
        }

        return _matting.Matte(masked, cancellation);
    }

    /// <summary>Changes what is done to the mattes after they were made, from the next frame on; smoothing is not interrupted.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    internal void Edit(MatteEdits edits)
    {
        edits.Validate();
        CloseStencils();
        _matting = new MattingStage(_options.Edges, (_options with { Edits = edits }).NewEditor());
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _filter.Dispose();
        _last.Forget();
        CloseStencils();
        _passing?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void CloseStencils() => _matting.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private MaskedFrame Next(Frame frame, Frame input, CancellationToken cancellation)
    {
        var (mask, startsScene) = MovesMasks && _predictor is not null
            ? Pass(input, _predictor, cancellation)
            : (_last.Input is { } seen && _likeness.Holds(seen, input) ? _last.NewMask() : Predict(input, cancellation),
                _cuts.StartsWith(input));
        try
        {
            var masked = new MaskedFrame(frame, input, mask) { StartsScene = startsScene };
            _filter.Apply(masked);
            return masked;
        }
        catch
        {
            // Frame and input are the caller's.
            mask.Dispose();
            throw;
        }
    }

    private (Mask Mask, bool StartsScene) Pass(Frame input, MaskPredictor predictor, CancellationToken cancellation)
    {
        _passing ??= LivePredictingStage.Of(
            predictor, PerFrameNormalization.Of(_options.Normalization), _options.Reuse, new PredictionCounts());

        // A cut stays one for the next frame if the wait for its mask is cancelled.
        _startsScene |= _cuts.StartsWith(input);
        var mask = _passing.NextAsync(input, _startsScene, cancellation).AsTask().GetAwaiter().GetResult();
        (var startsScene, _startsScene) = (_startsScene, false);
        return (mask, startsScene);
    }

    private Mask Predict(Frame input, CancellationToken cancellation)
    {
        var mask = _predict(input, cancellation);
        MaskPicture.Round(mask);
        _last.Remember(input, mask);
        return mask;
    }
}
