using System.Collections.Concurrent;
using System.Diagnostics;

namespace U2Video.Pipeline.Stages;

/// <summary>How long each stage of a run has been busy. Stages run at the same time, so the sum may exceed the run's own time.</summary>
internal sealed class StageTimes
{
    private readonly ConcurrentDictionary<string, long> _ticks = new(StageNames.All.ToDictionary(name => name, _ => 0L));

    /// <summary>Measures until the returned value is disposed.</summary>
    public Measurement Measure(string stage) => new(this, stage, Stopwatch.GetTimestamp());

    /// <summary>Adds to a stage's time; negative ticks take away time in which it only waited.</summary>
    public void Add(string stage, long ticks) => _ticks.AddOrUpdate(stage, ticks, (_, sum) => sum + ticks);

    /// <summary>The times so far, in the order in which a frame goes through the stages.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Snapshot() =>
        StageNames.All.ToDictionary(name => name, name => Stopwatch.GetElapsedTime(0, Math.Max(0, _ticks[name])));

    /// <summary>A running measurement.</summary>
    public readonly record struct Measurement(StageTimes Times, string Stage, long Start) : IDisposable
    {
        /// <summary>Ends the measurement.</summary>
        public void Dispose() => Times.Add(Stage, Stopwatch.GetTimestamp() - Start);
    }
}
