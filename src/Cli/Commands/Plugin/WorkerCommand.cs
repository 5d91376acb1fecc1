using System.CommandLine;
using System.Globalization;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Serving;

namespace U2Video.Cli.Commands.Plugin;

/// <summary><c>u2video worker</c>: mattes the frames of plugins.</summary>
internal static class WorkerCommand
{
    private const string IdleVariable = "U2VIDEO_WORKER_IDLE";
    private const double DefaultIdleSeconds = 30;
    private const double MostIdleSeconds = 1e6;

    public static Command Create(ModelSource models, TextWriter output)
    {
        var socket = new Option<string?>("--socket")
        {
            Description = "The path of the Unix socket that plugins connect to. Default: where plugins look for it.",
            HelpName = "PATH",
        };
        var idle = NumberOption.Real(
            "--idle",
            "SECONDS",
            new(0, MostIdleSeconds) { ExcludesLeast = true },
            $"End when there was no client for so many seconds. Default: {DefaultIdleSeconds}, or what the variable {IdleVariable} says.");
        var command = new Command("worker", "Matte frames for plugins in video programs, which start this by themselves.");
        command.AddGroup("Worker", socket, idle);
        command.SetAction(async (parsed, cancellation) =>
        {
            var worker = new MatteWorker((network, cancel) => OpenAsync(models, network, cancel))
            {
                Idle = Idle(idle.Name, parsed.GetValue(idle)),
            };
            await worker.RunAsync(parsed.GetValue(socket), report => Say(output, report), cancellation).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static Task<MaskPredictor> OpenAsync(ModelSource models, NetworkChoice network, CancellationToken cancellation) =>
        models.OpenPredictorAsync(
            network.Model,
            new ModelOverrides(),
            network.Device,
            Size(network.Size),
            new Speed(Precision.Auto, Threads: null),
            cancellation);

    private static InputSizing? Size(string? text) => text is null ? null : InputSizingText.Parse("size", text);

    private static TimeSpan Idle(string option, double? given)
    {
        var seconds = given ?? IdleOfEnvironment() ?? DefaultIdleSeconds;
        return seconds is > 0 and <= MostIdleSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{option} {seconds}: give a number of seconds above 0.");
    }

    private static double? IdleOfEnvironment() =>
        double.TryParse(
            Environment.GetEnvironmentVariable(IdleVariable), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : null;

    // Whoever started it waits for this line.
    private static void Say(TextWriter output, string report)
    {
        output.WriteLine(report);
        output.Flush();
    }
}
