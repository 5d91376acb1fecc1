namespace U2Video.Pipeline;

/// <summary>Where a run stands.</summary>
/// <param name="Frames">The number of frames that were handed to the encoders.</param>
/// <param name="TotalFrames">
/// How many frames there will be: exact, an estimate, or null where the input does not say. Dropped live frames are not among them.
/// </param>
/// <param name="Elapsed">The time since the run began.</param>
public sealed record PipelineProgress(long Frames, long? TotalFrames, TimeSpan Elapsed)
{
    /// <summary>
    /// How long each stage has been busy: decode, resize, predict, smooth, matte, composite, encode. They run at the same time, so the one
    /// with the largest share bounds the speed.
    /// </summary>
    public IReadOnlyDictionary<string, TimeSpan> Busy { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Width and height of the clip's frames, in pixels.</summary>
    public (int Width, int Height) FrameSize { get; init; }

    /// <summary>
    /// Whether the frames are only looked at, to find where they are cropped. After that they are counted anew, for the outputs.
    /// </summary>
    public bool LooksForCrop { get; init; }

    /// <summary>How many frames go through the network together where a trial chose that; otherwise null.</summary>
    public int? ChosenBatchSize { get; init; }

    /// <summary>The number of frames that went through the network so far.</summary>
    public long InferredFrames { get; init; }

    /// <summary>The share of frames that went through the network so far, 0…1.</summary>
    public double InferredShare => Frames > 0 ? Math.Min(1, (double)InferredFrames / Frames) : 0;

    /// <summary>The number of frames that took over the mask of a frame that looks the same.</summary>
    public long ReusedFrames { get; init; }

    /// <summary>The number of frames whose mask was read from the matte file.</summary>
    public long StoredFrames { get; init; }

    /// <summary>The number of live frames that came too quickly and were left out, because newer ones had come.</summary>
    public long DroppedFrames { get; init; }

    /// <summary>
    /// The delay of live frames that 50, 95, 99 and 100 % of them did not exceed: from when a frame was complete in this process until all
    /// its outputs were handed to their encoders. Empty if the frames were not live.
    /// </summary>
    public IReadOnlyDictionary<int, TimeSpan> Latency { get; init; } = new Dictionary<int, TimeSpan>();

    /// <summary>The time after which these frames were counted; 0 at the end of a run, which is told of as a whole.</summary>
    internal TimeSpan PhaseBegan { get; init; }

    private TimeSpan Counting => Elapsed - PhaseBegan;

    /// <summary>Frames a second since the run began, or since the crop was found.</summary>
    public double FramesPerSecond => Counting > TimeSpan.Zero ? Frames / Counting.TotalSeconds : 0;

    /// <summary>The time that is left at the speed so far; null where unknown.</summary>
    public TimeSpan? Remaining => TotalFrames is { } total && Frames > 0
        ? Counting * (Math.Max(0, total - Frames) / (double)Frames)
        : null;
}
