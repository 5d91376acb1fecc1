using Spectre.Console;
using U2Video.Core.Training;

namespace U2Video.Cli.Progress;

/// <summary>
/// Shows how a training run goes: on a terminal a bar for the epoch under way with loss, speed and the time until the run's end,
/// elsewhere a line now and then; and for each epoch that has ended, a line that stays.
/// </summary>
internal static class TrainingDisplay
{
    /// <summary>Runs a training and shows its progress until it ends.</summary>
    /// <param name="console">Where to; see <see cref="ProgressDisplay.ConsoleOn"/>.</param>
    /// <param name="train">Trains and tells the observer.</param>
    /// <param name="clock">What tells the time between lines; the system's if null.</param>
    public static TResult Show<TResult>(IAnsiConsole console, Func<ITrainingObserver, TResult> train, TimeProvider? clock = null) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi
            ? ShowBar(console, train)
            : train(new Lines(console.Profile.Out.Writer, clock ?? TimeProvider.System));

    // Narrow enough for 80 columns.
    private static TResult ShowBar<TResult>(IAnsiConsole console, Func<ITrainingObserver, TResult> train) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 16 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => train(new Bar(console, context.AddTask("starting"))));

    private sealed class Bar(IAnsiConsole console, ProgressTask task) : ITrainingObserver
    {
        private readonly EpochMean _loss = new();

        public void OnStart(StartRecord record) => console.WriteLine(TrainingText.Line(record));

        public void OnStep(StepRecord record)
        {
            var loss = _loss.Add(record);
            var figures = record.Step == record.Steps ? "validating" : TrainingText.Figures(record, loss);
            task.Description = Markup.Escape($"{TrainingText.Epoch(record.Epoch, record.Epochs)}, {figures}");
            task.MaxValue = record.Steps;
            task.Value = record.Step;
        }

        // Above the bar, which moves down.
        public void OnEpoch(EpochRecord record) => console.WriteLine(TrainingText.Line(record));
    }

    private sealed class Lines(TextWriter writer, TimeProvider clock) : ITrainingObserver
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

        private readonly EpochMean _loss = new();
        private long _lastLine = clock.GetTimestamp();

        public void OnStart(StartRecord record) => writer.WriteLine(TrainingText.Line(record));

        public void OnStep(StepRecord record)
        {
            var loss = _loss.Add(record);
            if (clock.GetElapsedTime(_lastLine) >= Interval)
            {
                _lastLine = clock.GetTimestamp();
                var place = $"{TrainingText.Epoch(record.Epoch, record.Epochs)}, batch {record.Step}/{record.Steps}";
                writer.WriteLine($"{place}: {TrainingText.Figures(record, loss)}");
            }
        }

        public void OnEpoch(EpochRecord record)
        {
            writer.WriteLine(TrainingText.Line(record));
            writer.Flush();
        }
    }

    /// <summary>The mean loss of an epoch so far: that of one step jumps too much to be read.</summary>
    private sealed class EpochMean
    {
        private int _epoch;
        private int _steps;
        private double _sum;

        public double Add(StepRecord record)
        {
            if (record.Epoch != _epoch)
            {
                (_epoch, _steps, _sum) = (record.Epoch, 0, 0);
            }

            _steps++;
            _sum += record.Loss.Sum;
            return _sum / _steps;
        }
    }
}
