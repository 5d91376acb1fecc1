using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace U2Video.Cli.Progress;

/// <summary>Shows how far some work is: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class ProgressDisplay
{
    /// <summary>A console on a text stream; it finds out whether that is a terminal.</summary>
    public static IAnsiConsole ConsoleOn(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

    /// <summary>Runs the work and shows its progress until it ends.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="describe">Puts what the work reports into words.</param>
    /// <param name="work">The work.</param>
    public static Task<TResult> ShowAsync<TProgress, TResult>(
        IAnsiConsole console, Func<TProgress, ProgressState> describe, Func<IProgress<TProgress>, Task<TResult>> work) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi
            ? ShowBarAsync(console, describe, work)
            : work(Plain(console.Profile.Out.Writer, describe));

    /// <summary>A line now and then.</summary>
    public static IProgress<T> Plain<T>(TextWriter writer, Func<T, ProgressState> describe) => new PlainProgress<T>(writer, describe);

    private static Task<TResult> ShowBarAsync<TProgress, TResult>(
        IAnsiConsole console, Func<TProgress, ProgressState> describe, Func<IProgress<TProgress>, Task<TResult>> work) =>
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new BarProgress<TProgress>(context.AddTask("starting"), describe)));

    private sealed class BarProgress<T>(ProgressTask bar, Func<T, ProgressState> describe) : IProgress<T>
    {
        public void Report(T value)
        {
            var state = describe(value);
            bar.Description = Markup.Escape(state.Text);
            bar.IsIndeterminate = state.Total is null;
            bar.MaxValue = Math.Max(state.Total ?? 0, state.Value);
            bar.Value = state.Value;
        }
    }

    private sealed class PlainProgress<T>(TextWriter writer, Func<T, ProgressState> describe) : IProgress<T>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

        private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

        public void Report(T value)
        {
            var state = describe(value);
            if (_sinceLine.Elapsed >= Interval)
            {
                _sinceLine.Restart();
                var remaining = state.Remaining is { } time
                    ? string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(time.TotalSeconds):F0} s to go")
                    : "";
                writer.WriteLine(state.Text + remaining);
            }
        }
    }
}
