using System.Diagnostics;

namespace U2Video.Pipeline;

/// <summary>Makes the progress of the whole run of that of its segments.</summary>
/// <param name="target">Who is told; null for none.</param>
/// <param name="watch">Tells how long the run takes.</param>
/// <param name="total">How many frames there are.</param>
internal sealed class SegmentProgress(IProgress<PipelineProgress>? target, Stopwatch watch, long total) : IProgress<PipelineProgress>
{
    private PipelineProgress _done = new(0, total, TimeSpan.Zero);

    /// <summary>Adds the frames of a segment that was there.</summary>
    public void Add(long frames) => _done = _done with { Frames = _done.Frames + frames };

    /// <summary>Adds a segment that was made.</summary>
    public void Add(PipelineProgress segment) => _done = Sum(segment);

    /// <inheritdoc/>
    public void Report(PipelineProgress value) => target?.Report(Sum(value));

    /// <summary>What all segments so far are.</summary>
    public PipelineProgress Done => _done with { Elapsed = watch.Elapsed };

    private PipelineProgress Sum(PipelineProgress segment) => segment with
    {
        Frames = _done.Frames + segment.Frames,
        TotalFrames = total,
        Elapsed = watch.Elapsed,
        Busy = segment.Busy.ToDictionary(stage => stage.Key, stage => stage.Value + _done.Busy.GetValueOrDefault(stage.Key)),
        InferredFrames = _done.InferredFrames + segment.InferredFrames,
        ReusedFrames = _done.ReusedFrames + segment.ReusedFrames,
        StoredFrames = _done.StoredFrames + segment.StoredFrames,
    };
}
