using System.Diagnostics;
using System.Text.Json;
using U2Video.Core.Fixing;
using U2Video.Pipeline;

namespace U2Video.Cli.Progress;

/// <summary>Writes where a run stands as a JSON object a line, at most ten a second, and its end.</summary>
/// <param name="writer">Where to.</param>
internal sealed class JsonProgress(TextWriter writer) : IProgress<PipelineProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    /// <summary>What the user should know, as an object of its own.</summary>
    public void Notice(string text) => Write(new { @event = "notice", text });

    /// <inheritdoc/>
    public void Report(PipelineProgress value)
    {
        if (value.Frames == 1 || _sinceLine.Elapsed >= Interval)
        {
            _sinceLine.Restart();
            Write("progress", value);
        }
    }

    /// <summary>How far the learning is.</summary>
    public void Report(FixProgress value)
    {
        if (value.Share >= 1 || value.Step == 1 || _sinceLine.Elapsed >= Interval)
        {
            _sinceLine.Restart();
            Write(new
            {
                @event = "progress",
                phase = "learn",
                step = value.Step,
                steps = value.Steps,
                loss = Math.Round(value.Loss, 4),
                eta = Math.Round(value.Remaining.TotalSeconds, 1),
                elapsed = Math.Round(value.Elapsed.TotalSeconds, 3),
            });
        }
    }

    /// <summary>The last line.</summary>
    public void Done(PipelineProgress value) => Write("done", value);

    private void Write(string kind, PipelineProgress value) => Write(new
    {
        @event = kind,
        phase = value.LooksForCrop ? "look" : "make",
        frame = value.Frames,
        total = value.TotalFrames,
        fps = Math.Round(value.FramesPerSecond, 2),
        eta = value.Remaining is { } left ? Math.Round(left.TotalSeconds, 1) : (double?)null,
        elapsed = Math.Round(value.Elapsed.TotalSeconds, 3),
        inferred = value.InferredFrames,
        reused = value.ReusedFrames,
        stored = value.StoredFrames,
        batch = value.ChosenBatchSize,
        live = value.Latency.Count == 0 ? null : new
        {
            dropped = value.DroppedFrames,
            inferredShare = Math.Round(value.InferredShare, 4),
            latency = value.Latency.ToDictionary(
                one => one.Key == 100 ? "max" : $"p{one.Key}", one => Math.Round(one.Value.TotalSeconds, 4)),
        },
        stages = Stages(value),
    });

    // "network" is what "predict" was called before.
    private static Dictionary<string, double> Stages(PipelineProgress value)
    {
        var stages = value.Busy.ToDictionary(stage => stage.Key, stage => Math.Round(stage.Value.TotalSeconds, 3));
        if (stages.TryGetValue("predict", out var predicting))
        {
            stages["network"] = predicting;
        }

        return stages;
    }

    private void Write(object value) => writer.WriteLine(JsonSerializer.Serialize(value));
}
