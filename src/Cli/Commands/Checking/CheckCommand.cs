using System.CommandLine;
using System.Globalization;
using System.Text;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Cli.Progress;
using U2Video.Pipeline;
using U2Video.Pipeline.Checking;
using U2Video.Pipeline.Checking.Report;

namespace U2Video.Cli.Commands.Checking;

/// <summary><c>u2video check</c>: tells which moments of a clip have doubtful masks.</summary>
internal static class CheckCommand
{
    public static Command Create(ModelSource models, TextWriter output, TextWriter error)
    {
        var options = new CheckOptions();
        var command = new Command("check", "Find the moments of a clip whose masks are doubtful.");
        command.AddExamples(
            "u2video check in.mp4 --report in.html                a page with pictures of the worst moments",
            "u2video check in.mp4 --matte in.matte --json         masks of an earlier run; for programs",
            "u2video check in.mp4 --fail-above 0.3 || echo look   exit code 6 where a mask is likely wrong");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, models, output, error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        CheckOptions options, ParseResult parsed, ModelSource models, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var settings = options.Read(parsed);
        using var files = new OutputFiles(settings.Overwrite);
        if (settings.Report is { } report)
        {
            files.Claim(report);
        }

        var display = new RunDisplay(settings.Progress, error);
        using var network = await options.OpenNetworkAsync(models, parsed, cancellation).ConfigureAwait(false);
        var checker = new ClipChecker(network) { Notice = notice => display.Notice(NoticeText.Of(notice)) };
        CheckedClip? clip = null;
        await display.ShowAsync(settings.Task.Input.Name, async progress =>
        {
            clip = await checker.RunAsync(settings.Task, settings.Report is not null, progress, cancellation).ConfigureAwait(false);
            return checker.End!;
        }).ConfigureAwait(false);

        var command = new FrameCommand(settings);
        if (settings.Report is { } page)
        {
            var html = DoubtReport.Render(CheckPage.Of(clip!, command));
            await files.WriteAsync(page, Encoding.UTF8.GetBytes(html), cancellation).ConfigureAwait(false);
        }

        files.Commit();
        await output.WriteLineAsync(
            settings.PrintsJson ? CheckJson.Format(clip!, command) : string.Join(Environment.NewLine, CheckTable.Format(clip!)))
            .ConfigureAwait(false);
        return await JudgeAsync(clip!, settings.FailAbove, error).ConfigureAwait(false);
    }

    private static async Task<int> JudgeAsync(CheckedClip clip, double? allowed, TextWriter error)
    {
        if (!(clip.LargestDoubt > allowed))
        {
            return ExitCode.Success;
        }

        await error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"u2video: {clip.Name}: the doubt reaches {clip.LargestDoubt:F3}, above --fail-above {allowed}."))
            .ConfigureAwait(false);
        return ExitCode.Doubtful;
    }
}
