using System.Diagnostics;
using U2Video.Core.Data;
using U2Video.Core.Training.Losses;

namespace U2Video.Core.Training;

/// <summary>Measures a run: speed, waiting, remaining time. Validation does not count.</summary>
internal sealed class TrainingClock(Recipe recipe, int stepsPerEpoch, BatchLoader loader)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Stopwatch _sinceSaved = Stopwatch.StartNew();
    private long _steps;

    /// <summary>Pictures a second since the run was started.</summary>
    public double PicturesPerSecond => _steps * recipe.BatchSize * recipe.Accumulation / Math.Max(_watch.Elapsed.TotalSeconds, 1e-9);

    /// <summary>The share of the time in which the network waited for pictures, 0…1.</summary>
    public double WaitingShare => Math.Clamp(loader.Waited / Max(_watch.Elapsed, TimeSpan.FromTicks(1)), 0, 1);

    /// <summary>Records a finished step.</summary>
    public StepRecord Record(TrainingState state, LossTerms loss, double rate)
    {
        _steps++;
        var left = ((recipe.Epochs - state.Epoch + 1L) * stepsPerEpoch) - state.Step;
        return new StepRecord(
            state.Epoch, recipe.Epochs, state.Step, stepsPerEpoch, loss, rate, PicturesPerSecond, WaitingShare,
            _watch.Elapsed / _steps * left);
    }

    /// <summary>Whether this much time has passed since this method last returned true.</summary>
    public bool IsTimeToSave(TimeSpan interval)
    {
        var isTime = _sinceSaved.Elapsed >= interval;
        if (isTime)
        {
            _sinceSaved.Restart();
        }

        return isTime;
    }

    /// <summary>Stops the clock until the result is disposed.</summary>
    public IDisposable Pause()
    {
        _watch.Stop();
        return new Paused(_watch);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed class Paused(Stopwatch watch) : IDisposable
    {
        public void Dispose() => watch.Start();
    }
}
