using U2Video.Core.Errors;
using U2Video.Core.Training;

namespace U2Video.Reporting;

/// <summary>
/// Keeps a run's figures as tables that any spreadsheet reads: <c>metrics.csv</c> with a row for each epoch and
/// <c>steps.csv</c> with the loss step by step, thinned to means where a run has very many steps. Rows are on disk after each epoch.
/// </summary>
/// <remarks>Not for several threads at once.</remarks>
internal sealed class MetricsCsv : ITrainingObserver, IDisposable
{
    private const int MostStepRows = 100_000;

    private readonly CsvLog _epochLog;
    private readonly CsvLog _stepLog;
    private readonly List<EpochRecord> _epochs;
    private readonly List<StepLoss> _steps;
    private readonly List<StepRecord> _pending = [];

    private MetricsCsv(string folder, Func<EpochRecord, bool> keepEpoch, Func<StepLoss, bool> keepStep)
    {
        (_epochLog, _stepLog) = (EpochsIn(folder), StepsIn(folder));
        var history = Read(folder);
        _epochs = [.. history.Epochs.Where(keepEpoch)];
        _steps = [.. history.Steps.Where(keepStep)];
        try
        {
            _epochLog.Start(_epochs.Select(EpochRow.Format));
            _stepLog.Start(_steps.Select(StepRow.Format));
        }
        catch
        {
            Dispose();
            throw;
        }

        History = new RunHistory(_epochs, _steps);
    }

    /// <summary>What was written, and what an earlier run had written before; it grows.</summary>
    public RunHistory History { get; }

    /// <summary>Goes on with the tables of an earlier run: rows behind the place where it goes on are dropped.</summary>
    /// <param name="folder">The run's folder; it is there.</param>
    /// <param name="afterEpoch">The last epoch that is kept; 0 for a new run.</param>
    /// <param name="afterStep">The last step that is kept, counted from the run's start; 0 for a new run.</param>
    /// <exception cref="InputException">A table holds something else.</exception>
    /// <exception cref="U2VideoException">The folder cannot be written to.</exception>
    public static MetricsCsv Open(string folder, int afterEpoch = 0, long afterStep = 0)
    {
        if (afterEpoch == 0 && afterStep == 0)
        {
            File.Delete(Path.Combine(folder, "metrics.csv"));
            File.Delete(Path.Combine(folder, "steps.csv"));
        }

        return new MetricsCsv(folder, epoch => epoch.Epoch <= afterEpoch, step => step.Step <= afterStep);
    }

    /// <summary>The tables of a run, which may be under way.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="InputException">A table holds something else.</exception>
    public static RunHistory Read(string folder) => new(EpochsIn(folder).Read(EpochRow.Parse), StepsIn(folder).Read(StepRow.Parse));

    /// <inheritdoc/>
    public void OnStep(StepRecord record)
    {
        _pending.Add(record);
        var stepsOfRun = (long)record.Epochs * record.Steps;
        if (_pending.Count >= 1 + ((stepsOfRun - 1) / MostStepRows))
        {
            WritePending();
        }
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochRecord record)
    {
        WritePending();
        _epochs.Add(record);
        _epochLog.Add(EpochRow.Format(record));
        _stepLog.Flush();
        _epochLog.Flush();
    }

    /// <summary>Writes what is left and closes the files.</summary>
    public void Dispose()
    {
        using (_epochLog)
        using (_stepLog)
        {
            WritePending();
        }
    }

    private static CsvLog EpochsIn(string folder) => new(Path.Combine(folder, "metrics.csv"), EpochRow.Header);

    private static CsvLog StepsIn(string folder) => new(Path.Combine(folder, "steps.csv"), StepRow.Header);

    private void WritePending()
    {
        if (_pending is [.., var last])
        {
            var step = new StepLoss(
                last.StepOfRun(),
                last.Epoch,
                _pending.Average(record => record.Loss.Sum),
                _pending.Average(record => record.Loss.Fused),
                last.LearningRate);
            _pending.Clear();
            _steps.Add(step);
            _stepLog.Add(StepRow.Format(step));
        }
    }
}
