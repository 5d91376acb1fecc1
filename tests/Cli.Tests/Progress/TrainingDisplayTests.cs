using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Testing;
using U2Video.Cli.Progress;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;

namespace U2Video.Cli.Tests.Progress;

public class TrainingDisplayTests
{
    [Fact]
    public void Off_a_terminal_there_is_a_line_every_ten_seconds_and_one_an_epoch()
    {
        using var writer = new StringWriter();
        var clock = new HandClock();

        var result = TrainingDisplay.Show(
            ProgressDisplay.ConsoleOn(writer),
            observer =>
            {
                observer.OnStep(Step(1, loss: 4));
                clock.Pass(TimeSpan.FromSeconds(9));
                observer.OnStep(Step(2, loss: 2));
                clock.Pass(TimeSpan.FromSeconds(1));
                observer.OnStep(Step(3, loss: 3));
                observer.OnStep(Step(4, loss: 3));
                observer.OnEpoch(Epoch(isBest: true));
                observer.OnEpoch(Epoch(isBest: false));
                return 7;
            },
            clock);

        Assert.Equal(7, result);
        Assert.Equal(
            [
                "epoch 2/20, batch 3/30: loss 3.000, 31.5 pictures/s, 1:02:03 to go",
                "epoch 2/20: loss 1.000, held-out loss 1.500, IoU 0.8765, MAE 0.0123, 31.5 pictures/s, best so far",
                "epoch 2/20: loss 1.000, held-out loss 1.500, IoU 0.8765, MAE 0.0123, 31.5 pictures/s",
            ],
            writer.ToString().TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public void On_a_terminal_there_is_a_bar_that_fits_and_the_epochs_stay_above_it()
    {
        using var console = Terminal(width: 80);

        TrainingDisplay.Show(console, observer =>
        {
            for (var step = 1; step <= 15; step++)
            {
                observer.OnStep(Step(step, loss: 1.25));
            }

            // The bar is drawn by a timer of its own.
            var patience = Stopwatch.StartNew();
            while (!console.Output.Contains("50%", StringComparison.Ordinal) && patience.Elapsed < TimeSpan.FromSeconds(20))
            {
                Thread.Sleep(20);
            }

            observer.OnEpoch(Epoch(isBest: true));
            return true;
        });

        var output = console.Output;
        Assert.Contains("epoch 2/20, loss 1.250, 31.5 pictures/s, 1:02:03 to go", output, StringComparison.Ordinal);
        Assert.Contains("50%", output, StringComparison.Ordinal);
        Assert.Contains("held-out loss 1.500", output, StringComparison.Ordinal);
        Assert.Contains("best so far", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_for_pictures_is_told_where_it_matters()
    {
        Assert.EndsWith(", 12 % waiting", TrainingText.Figures(Step(1, 1) with { WaitingShare = 0.12 }, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("waiting", TrainingText.Figures(Step(1, 1) with { WaitingShare = 0.01 }, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void What_ends_the_training_ends_the_display()
    {
        using var console = Terminal(width: 80);

        Assert.Throws<OperationCanceledException>(
            () => TrainingDisplay.Show<bool>(console, _ => throw new OperationCanceledException()));
    }

    private static TestConsole Terminal(int width)
    {
        var console = new TestConsole().Width(width).Interactive().EmitAnsiSequences();
        console.Profile.Capabilities.Ansi = true;
        console.Profile.Out = new TerminalOutput(console.Profile.Out);
        return console;
    }

    private static StepRecord Step(int step, double loss) => new(
        2, 20, step, 30, new LossTerms([loss, 0, 0, 0, 0, 0, 0]), 1e-3, 31.5, WaitingShare: 0, new TimeSpan(1, 2, 3));

    private static EpochRecord Epoch(bool isBest) => new(
        2,
        20,
        new LossTerms([1, 0, 0, 0, 0, 0, 0]),
        new LossTerms([1.5, 0, 0, 0, 0, 0, 0]),
        new MaskMetrics(10, 0.0123, 0.8765),
        1e-3,
        31.5,
        WaitingShare: 0,
        isBest);

    private sealed class HandClock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Pass(TimeSpan time) => _now += time;
    }

    // The test console's own says that it is none.
    private sealed class TerminalOutput(IAnsiConsoleOutput inner) : IAnsiConsoleOutput
    {
        public TextWriter Writer => inner.Writer;

        public bool IsTerminal => true;

        public int Width => inner.Width;

        public int Height => inner.Height;

        public void SetEncoding(System.Text.Encoding encoding) => inner.SetEncoding(encoding);
    }
}
