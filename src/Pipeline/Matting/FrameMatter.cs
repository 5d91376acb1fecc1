using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Live;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline.Matting;

/// <summary>
/// Frames in, mattes out: resize → predict → smooth → matte. The stages run at the same time and hand their frames on through bounded
/// buffers, so memory does not grow with the clip. It needs no ffmpeg; for frames that must not wait there is <see cref="LiveMatter"/>.
/// </summary>
/// <remarks>Safe to call from several threads: runs share only the predictor, where their batches queue up.</remarks>
public sealed class FrameMatter
{
    private const int MostBetweenStages = 4;

    // Two frames of 1280×720. Larger frames take longer at each stage, so that fewer of them keep the stages busy.
    private const long BytesBetweenStages = 6 << 20;
    private const int LargestUsualBatch = 4;

    // LiveFlow bounds how many are under way.
    private const int LiveFramesBetweenStages = 1;

    // One matte is edited, and the next one waits for it.
    private const int UneditedMattes = 1;

    private readonly PredictorSource _network;
    private readonly PredictorFacts _facts;
    private readonly MattingOptions _options;

    /// <summary>Prepares to matte clips.</summary>
    /// <param name="predictor">The network. It stays the caller's, and several matters may share it.</param>
    /// <param name="options">How frames are matted; null for the defaults.</param>
    /// <exception cref="UsageException">A value of the options is out of range.</exception>
    public FrameMatter(MaskPredictor predictor, MattingOptions? options = null)
        : this(PredictorSource.Of(predictor), predictor.Facts, options ?? new MattingOptions())
    {
    }

    /// <summary>Prepares to matte clips with a network that need not be loaded yet.</summary>
    internal FrameMatter(PredictorSource network, PredictorFacts facts, MattingOptions options)
    {
        (_network, _facts, _options) = (network, facts, options);
        _options.Validate();
    }

    /// <summary>Holds masks, and gets those that it lacks; null for none. It stays the caller's.</summary>
    internal MatteFile? Matte { get; init; }

    /// <summary>The user's own masks for some frames; null for none.</summary>
    internal GivenMasks? Given { get; init; }

    /// <summary>Whether frames pass without waiting for the network; batches and <see cref="Matte"/> are not used then.</summary>
    internal bool IsLive { get; init; }

    /// <summary>The size of a frame's pixels in bytes, by which buffers are bounded; 0 where it is not known.</summary>
    internal long FrameBytes { get; init; }

    private int FramesBetweenStages =>
        FrameBytes == 0 ? MostBetweenStages : (int)Math.Clamp(BytesBetweenStages / FrameBytes, 1, MostBetweenStages);

    // A network that is not loaded yet most probably takes a picture for each processor.
    private int ExpectedBatch =>
        _options.BatchSize ?? _network.Loaded?.PreferredBatchSize ?? Math.Min(LargestUsualBatch, Environment.ProcessorCount);

    /// <summary>What is done to the network's masks over time.</summary>
    internal SmoothingStage Smoothing => new(_options.Normalization, _facts.Output, _options.Smoothing);

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

    /// <summary>Mattes one clip, and tells how long each stage was busy and where the masks came from.</summary>
    internal IAsyncEnumerable<MattedFrame> RunAsync(
        IAsyncEnumerable<Frame> frames, StageTimes times, PredictionCounts counts, CancellationToken cancellation)
    {
        var smoothing = Smoothing;
        var matting = new MattingStage(_options.Edges, _options.NewEditor());
        var predicted = PredictAsync(frames, times, counts, cancellation);
        var smoothed = (Given?.MarkAsync(predicted, cancellation) ?? predicted)
            .Buffered(Math.Max(FramesBetweenStages, Math.Min(MostBetweenStages, ExpectedBatch)), cancellation)
            .Through(StageNames.Smooth, times, frames => smoothing.RunAsync(frames, cancellation));
        var matted = _options.Edits.IsNone
            ? smoothed.Through(StageNames.Matte, times, frames => matting.RunAsync(frames, cancellation))
            : smoothed
                .Through(StageNames.Matte, times, frames => matting.UpsampleAsync(frames, cancellation))
                .Buffered(UneditedMattes, cancellation)
                .Through(StageNames.Matte, times, frames => matting.EditAsync(frames, cancellation));
        return matted.Buffered(FramesBetweenStages, cancellation);
    }

    /// <summary>Does what live frames need once, with the frames of a <see cref="Rehearsal"/>.</summary>
    /// <param name="video">What the live frames will be.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task RehearseAsync(VideoFormat video, CancellationToken cancellation)
    {
        // Without edits, because a subject that the user picked is not in these frames.
        var rehearsed = new FrameMatter(_network, _facts, _options with { Edits = MatteEdits.None }) { IsLive = IsLive };
        var frames = Rehearsal.Pictures(video).ToAsyncEnumerable();
        var matted = rehearsed.RunAsync(frames, new StageTimes(), new PredictionCounts(), cancellation);
        await matted.DisposeAllAsync(() => { }, cancellation).ConfigureAwait(false);
    }

    /// <summary>The first half of the way: frames in, the network's masks out.</summary>
    internal IAsyncEnumerable<MaskedFrame> PredictAsync(
        IAsyncEnumerable<Frame> frames, StageTimes times, PredictionCounts counts, CancellationToken cancellation)
    {
        var resizing = new ResizingStage(_facts, _options.HasHighlights, _options.KeepsHighlights);
        if (IsLive)
        {
            var passing = new LivePredictingStage(_network, Smoothing.PerFrame, _options.Reuse) { Counts = counts };
            return frames
                .Through(StageNames.Resize, times, frames => resizing.RunAsync(frames, cancellation))
                .Buffered(LiveFramesBetweenStages, cancellation)
                .Through(StageNames.Predict, times, frames => passing.RunAsync(frames, cancellation));
        }

        var batchSize = _options.BatchSize ?? _network.Loaded?.PreferredBatchSize;
        var predicting = new PredictingStage(_network, batchSize, Smoothing.PerFrame, _options.Reuse) { Counts = counts, Matte = Matte };
        return frames
            .Buffered(FramesBetweenStages, cancellation)
            .Through(StageNames.Resize, times, frames => resizing.RunAsync(frames, cancellation))
            .Buffered(Math.Max(FramesBetweenStages, ExpectedBatch), cancellation)
            .Through(StageNames.Predict, times, frames => predicting.RunAsync(frames, cancellation));
    }
}
