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
        var clip = new Argument<string?>("CLIP")
        {
            Description = "A clip to mask. Default: the sample that comes with the project, where it is there.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var size = new Option<string?>("--size")
        {
            Description = "Sizes for the network by itself, each N, WxH or auto; the clip is masked at the first. "
                + "Default: 192,256,320 and the clip's auto; the clip at the model's own.",
            HelpName = "SIZE[,…]",
        };
        var frames = new Option<long?>("--frames") { Description = "At most so many frames of the clip.", HelpName = "N" };
        var json = new Option<bool>("--json") { Description = "For programs." };
        var model = new ModelOptions();
        var device = SharedOptions.Device();
        var speed = new SpeedOptions();
        var command = new Command("bench", "Measure how fast this machine is: the network by itself, and a clip from file to file.")
        {
            clip, size, frames, device, json,
        };
        model.AddTo(command);
        speed.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetValue(clip) ?? FindSample();
            if (parsed.GetValue(clip) is { } given && !File.Exists(given))
            {
                throw new InputException($"{given}: no such file.");
            }

            var asked = parsed.GetValue(size)?.Split(',').Select(InputSizing.Parse).ToArray();
            var (how, where) = (speed.Read(parsed), parsed.GetValue(device)!);
            var run = new BenchRun(
                sizing => models.OpenPredictorAsync(
                    parsed.GetValue(model.Model), model.Overrides(parsed), where, sizing?.ToString(), how, cancellation),
                error);

            // The clip first: the most memory that a process ever had cannot be set back.
            var whole = name is null
                ? default
                : await run.ClipAsync(name, asked?[0], parsed.GetValue(frames), cancellation).ConfigureAwait(false);
            var network = await run.NetworkAsync(
                asked ?? (name is null ? UsualSizes : [.. UsualSizes, InputSizing.Auto]),
                name is null ? null : whole.Frames,
                cancellation).ConfigureAwait(false);

            var report = new BenchReport(
                BenchMachine.Describe(ComputeDevice.Resolve(where), how),
                parsed.GetValue(model.Model) ?? ModelRegistry.EmbeddedName,
                network,
                name is null ? null : whole.Speed);
            foreach (var line in parsed.GetValue(json) ? [BenchText.ToJson(report)] : BenchText.Format(report))
            {
                await output.WriteLineAsync(line).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
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
