using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Commands.Bench;

/// <summary><c>u2video bench</c>: how fast this machine is.</summary>
internal static class BenchCommand
{
    private const string Sample = "media-samples/portrait.mp4";

    private static readonly InputSizing[] UsualSizes = [192, 256, 320];

    public static Command Create(ModelSource models, TextWriter output, TextWriter error)
    {
        var options = new BenchOptions();
        var command = new Command("bench", "Measure how fast this machine is: the network by itself, and a clip from file to file.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options.Read(parsed), models, output, error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        BenchSettings settings, ModelSource models, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var clip = settings.Clip ?? FindSample();
        if (settings.Clip is { } given && !File.Exists(given))
        {
            throw new InputException($"{given}: no such file.");
        }

        var run = new BenchRun(
            size => models.OpenPredictorAsync(
                settings.Model, settings.Overrides, settings.Device, size, settings.Speed, cancellation),
            error);

        // The clip first: the most memory that a process ever had cannot be set back.
        var whole = clip is null
            ? default
            : await run.ClipAsync(clip, settings.Sizes?[0], settings.MaxFrames, cancellation).ConfigureAwait(false);
        var network = await run.NetworkAsync(
            settings.Sizes ?? (clip is null ? UsualSizes : [.. UsualSizes, InputSizing.Auto]),
            clip is null ? null : whole.Frames,
            cancellation).ConfigureAwait(false);

        var report = new BenchReport(
            BenchMachine.Describe(ComputeDevice.Resolve(settings.Device), settings.Speed),
            settings.Model ?? ModelRegistry.EmbeddedName,
            network,
            clip is null ? null : whole.Speed);
        foreach (var line in settings.AsJson ? [BenchText.ToJson(report)] : BenchText.Format(report))
        {
            await output.WriteLineAsync(line).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    // The program lies somewhere in the checkout.
    private static string? FindSample()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, Sample) is var path && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
