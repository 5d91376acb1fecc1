using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline.Matting;

/// <summary>
/// Frames in, mattes out: resize → predict → smooth → matte. The stages run at the same time and hand their frames on through bounded
/// buffers, so memory does not grow with the clip. It needs no ffmpeg; for frames that must not wait there is <see cref="LiveMatter"/>.
/// </summary>
/// <remarks>Safe to call from several threads: runs share only the predictor, where their batches queue up.</remarks>
public sealed class FrameMatter
{
    private const int FramesBetweenStages = 4;

    private readonly MaskPredictor _predictor;
    private readonly MattingOptions _options;

    /// <summary>Prepares to matte clips.</summary>
    /// <param name="predictor">The network. It stays the caller's, and several matters may share it.</param>
    /// <param name="options">How frames are matted; null for the defaults.</param>
    /// <exception cref="UsageException">A value of the options is out of range.</exception>
    public FrameMatter(MaskPredictor predictor, MattingOptions? options = null)
    {
        (_predictor, _options) = (predictor, options ?? new MattingOptions());
        _options.Validate();
    }

    /// <summary>Mattes one clip.</summary>
    /// <param name="frames">
    /// The frames of the clip in order, of three or four channels; they are taken over. The next ones are asked for before the mattes of
    /// the first ones are read: smoothing needs some of them, batches and buffers take the others.
    /// </param>
    /// <param name="cancellation">Stops all stages.</param>
    /// <returns>
    /// The frames with their mattes, in order; the caller owns them. A failure of the source arrives after the frames that came before it.
    /// </returns>
    public IAsyncEnumerable<MattedFrame> RunAsync(IAsyncEnumerable<Frame> frames, CancellationToken cancellation = default) =>
        RunAsync(frames, new StageTimes(), new PredictionCounts(), cancellation);

    /// <summary>Mattes one clip, and tells how long each stage was busy and how many masks were predicted.</summary>
    internal IAsyncEnumerable<MattedFrame> RunAsync(
        IAsyncEnumerable<Frame> frames, StageTimes times, PredictionCounts counts, CancellationToken cancellation)
    {
        var batchSize = _options.BatchSize ?? _predictor.PreferredBatchSize;
        var resizing = new ResizingStage(_predictor, _options.HasHighlights);
        var smoothing = new SmoothingStage(_options.Normalization, _predictor.Description.Output, _options.Smoothing);
        var predicting = new PredictingStage(_predictor, batchSize, smoothing.PerFrame, _options.Reuse) { Counts = counts };
        var matting = new MattingStage(_options.Edges, new MatteEditor(_options.Edits, _options.Clock));
        return frames
            .Buffered(FramesBetweenStages, cancellation)
            .Through(StageNames.Resize, times, frames => resizing.RunAsync(frames, cancellation))
            .Buffered(Math.Max(FramesBetweenStages, batchSize), cancellation)
            .Through(StageNames.Predict, times, frames => predicting.RunAsync(frames, cancellation))
            .Buffered(FramesBetweenStages, cancellation)
            .Through(StageNames.Smooth, times, frames => smoothing.RunAsync(frames, cancellation))
            .Through(StageNames.Matte, times, frames => matting.RunAsync(frames, cancellation))
            .Buffered(FramesBetweenStages, cancellation);
    }
}
