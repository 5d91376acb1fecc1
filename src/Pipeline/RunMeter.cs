using System.Diagnostics;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline;

/// <summary>Counts the frames of a run, measures its time, and reports where it stands.</summary>
/// <param name="progress">Who is told; null for nobody.</param>
internal sealed class RunMeter(IProgress<PipelineProgress>? progress)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private VideoFormat? _video;
    private long? _total;
    private int? _batch;
    private bool _looksForCrop;
    private TimeSpan _began;

    /// <summary>How long the stages were busy.</summary>
    public StageTimes Times { get; } = new();

    /// <summary>Where the masks came from.</summary>
    public PredictionCounts Counts { get; } = new();

    /// <summary>The delay of live frames; null where frames are not live.</summary>
    public LiveFlow? Live { get; init; }

    /// <summary>The frames that were counted since the last beginning.</summary>
    public long Frames { get; private set; }

    /// <summary>Begins to count frames.</summary>
    /// <param name="video">What the frames are.</param>
    /// <param name="total">How many there will be; null where that is not known.</param>
    /// <param name="batch">The batch size that a trial chose; null for none.</param>
    /// <param name="looksForCrop">Whether the frames are only looked at, to find a crop.</param>
    public void Begin(VideoFormat video, long? total, int? batch = null, bool looksForCrop = false)
    {
        (_video, _total, _batch, _looksForCrop) = (video, total, batch, looksForCrop);
        (Frames, _began) = (0, _watch.Elapsed);
    }

    /// <summary>Counts a frame, and reports.</summary>
    public void Count()
    {
        Frames++;
        progress?.Report(Standing() with { PhaseBegan = _began });
    }

    /// <summary>Where the whole run stands.</summary>
    public PipelineProgress Standing() => new(Frames, _total - (Live?.Dropped ?? 0), _watch.Elapsed)
    {
        Busy = Times.Snapshot(),
        FrameSize = _video is { } video ? (video.Width, video.Height) : default,
        ChosenBatchSize = _batch,
        LooksForCrop = _looksForCrop,
        InferredFrames = Counts.Inferred,
        ReusedFrames = Counts.Reused,
        StoredFrames = Counts.Stored,
        DroppedFrames = Live?.Dropped ?? 0,
        Latency = Live?.Latency ?? new Dictionary<int, TimeSpan>(),
    };
}
