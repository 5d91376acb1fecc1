using System.CommandLine;
using System.Globalization;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Progress;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Smoothing;

namespace U2Video.Cli.Commands;

/// <summary>The main job, which has no name of its own: <c>u2video INPUT --combined OUT</c>.</summary>
internal static class ProcessCommand
{
    private const string Help = """
        Cuts people out of videos and GIFs with U²-Net.

        Examples:
          u2video in.mp4 --combined out.gif                 original and cut-out side by side
          u2video in.gif --combined out.mp4 --panels original,mask,cutout
          u2video in.mov --combined out.webm --model u2net.pth --device cuda
          u2video in.mov --combined out.mp4 --model u2net_human_seg
          u2video train --data DIR --out model.safetensors  train a network of your own
          u2video doctor                                    what is installed and used
        """;

    public static RootCommand Create(ModelSource models, TextWriter error)
    {
        var input = new Argument<string>("INPUT") { Description = "A video or GIF: anything that ffmpeg reads." };
        var combined = new Option<string>("--combined")
        {
            Description = "The clip to make, panels side by side: *.gif, *.mp4, *.mov, *.mkv or *.webm.",
            HelpName = "OUT",
            Required = true,
        };
        var panels = new Option<string>("--panels")
        {
            Description = "Which panels, from left to right: original, mask, cutout.",
            HelpName = "LIST",
            DefaultValueFactory = _ => "original,cutout",
        };
        var smooth = new Option<string>("--smooth")
        {
            Description = "Smoothing of the masks over time: off, or ema[:WEIGHT] with a weight from 0 to 0.99.",
            HelpName = "MODE",
            DefaultValueFactory = _ => "ema",
        };
        var batch = new Option<int?>("--batch")
        {
            Description = "Frames that go through the network together. Default: 1 on a CPU, 8 on a GPU.",
            HelpName = "N",
        };
        var size = SharedOptions.Size();
        var speed = new SpeedOptions();
        var overwrite = SharedOptions.Overwrite();
        var model = new ModelOptions();
        var device = SharedOptions.Device();

        var root = new RootCommand(Help) { input, combined, panels, smooth, batch, size, device, overwrite };
        model.AddTo(root);
        speed.AddTo(root);
        root.SetAction(async (parsed, cancellation) =>
        {
            var (mode, weight) = ParseSmoothing(parsed.GetValue(smooth)!);
            var options = new PipelineOptions
            {
                Input = parsed.GetValue(input)!,
                Combined = parsed.GetValue(combined)!,
                Overwrite = parsed.GetValue(overwrite),
                Panels = ParsePanels(parsed.GetValue(panels)!),
                BatchSize = parsed.GetValue(batch),
                Smoothing = mode,
            };
            options = weight is { } given ? options with { SmoothingWeight = given } : options;
            options.Validate();

            using var predictor = await models.OpenPredictorAsync(
                parsed.GetValue(model.Model), model.Overrides(parsed), parsed.GetValue(device)!, parsed.GetValue(size), speed.Read(parsed),
                cancellation).ConfigureAwait(false);
            var pipeline = new VideoPipeline(predictor);
            var end = await ProgressDisplay.ShowAsync<PipelineProgress, PipelineProgress>(
                ProgressDisplay.ConsoleOn(error),
                ProgressText.Describe,
                progress => pipeline.RunAsync(options, progress, cancellation)).ConfigureAwait(false);
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Combined}: {end.Frames} frames in {end.Elapsed.TotalSeconds:F1} s ({end.FramesPerSecond:F1} fps)"));
            return ExitCode.Success;
        });
        return root;
    }

    private static IReadOnlyList<Panel> ParsePanels(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(name =>
            Enum.TryParse<Panel>(name, ignoreCase: true, out var panel) && Enum.IsDefined(panel) && !char.IsDigit(name[0])
                ? panel
                : throw new UsageException($"--panels {text}: there are original, mask and cutout."))];

    private static (SmoothingMode Mode, double? Weight) ParseSmoothing(string text)
    {
        var parts = text.Split(':');
        return parts switch
        {
            ["off"] => (SmoothingMode.Off, null),
            ["ema"] => (SmoothingMode.Ema, null),
            ["ema", var weight] when double.TryParse(weight, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) =>
                (SmoothingMode.Ema, value),
            _ => throw new UsageException($"--smooth {text}: there are off, ema and ema:WEIGHT with a weight from 0 to 0.99."),
        };
    }
}
