using Spectre.Console;
using U2Video.Pipeline;

namespace U2Video.Cli.Progress;

/// <summary>Shows how far a clip is: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class ProgressDisplay
{
    /// <summary>A console on a text stream; it finds out whether that is a terminal.</summary>
    public static IAnsiConsole ConsoleOn(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

    /// <summary>Runs the work and shows its progress until it ends.</summary>
    public static Task<PipelineProgress> ShowAsync(IAnsiConsole console, Func<IProgress<PipelineProgress>, Task<PipelineProgress>> work) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi
            ? ShowBarAsync(console, work)
            : work(new PlainProgress(console.Profile.Out.Writer));

    private static Task<PipelineProgress> ShowBarAsync(IAnsiConsole console, Func<IProgress<PipelineProgress>, Task<PipelineProgress>> work) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new BarProgress(context.AddTask("starting"))));

    private sealed class BarProgress(ProgressTask bar) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value)
        {
            bar.Description = Markup.Escape(ProgressText.Describe(value));
            bar.IsIndeterminate = value.TotalFrames is null;
            bar.MaxValue = Math.Max(value.TotalFrames ?? 0, value.Frames);
            bar.Value = value.Frames;
        }
    }

    private sealed class PlainProgress(TextWriter writer) : IProgress<PipelineProgress>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

        private TimeSpan _next = Interval;

        public void Report(PipelineProgress value)
        {
            if (value.Elapsed >= _next)
            {
                _next = value.Elapsed + Interval;
                writer.WriteLine(ProgressText.Describe(value) + ProgressText.DescribeRemaining(value));
            }
        }
    }
}
