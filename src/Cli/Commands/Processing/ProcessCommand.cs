using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Commands.Parts;
using U2Video.Cli.Help;
using U2Video.Cli.Progress;
using U2Video.Core.Inference;
using U2Video.Pipeline;
using U2Video.Pipeline.Mattes;

namespace U2Video.Cli.Commands.Processing;

/// <summary>The program's main work: clips and pictures in, masks, cut-outs, composites and side-by-side clips out.</summary>
internal static class ProcessCommand
{
    public static RootCommand Create(ModelSource models, TextWriter error)
    {
        var options = new ProcessOptions();
        var root = new RootCommand("Cuts people out of videos, GIFs and pictures with U²-Net.");
        root.AddExamples(
            "u2video in.mp4 --combined out.gif                 original and cut-out side by side",
            "u2video in.mov --cutout out.webm --mask mask.mp4  any number of outputs; the network runs once",
            "u2video in.mp4 --composite out.mp4 --background beach.jpg",
            "u2video in.mp4 --matte in.matte --cutout out.webm  keep the masks; the next run needs no network",
            "u2video in.mp4 --fix 120=mask.png --cutout out.mov  learn a mask that you painted for frame 120",
            "u2video photos/ --cutout cut/ --jobs 2            a folder of pictures or clips",
            "ffmpeg … -f nut - | u2video - --cutout - --format nut | ffmpeg -i - …",
            "u2video in.mov --combined out.webm --model u2net_human_seg --device cuda");
        options.AddTo(root);
        root.SetAction((parsed, cancellation) => RunAsync(options, parsed, models, error, cancellation));
        return root;
    }

    private static async Task<int> RunAsync(
        ProcessOptions options, ParseResult parsed, ModelSource models, TextWriter error, CancellationToken cancellation)
    {
        var display = new RunDisplay(options.Progress(parsed), error);
        var folder = options.Folder(parsed);
        var task = folder is null ? await options.SingleAsync(parsed, cancellation).ConfigureAwait(false) : null;

        var prepared = Task.Run(VideoPipeline.Prepare, cancellation);
        var learned = task is null
            ? null
            : await CorrectionRun.LearnAsync(options, parsed, task, models, display, cancellation).ConfigureAwait(false);
        using var network = await options.OpenNetworkAsync(models, parsed, learned?.ModelPath, cancellation).ConfigureAwait(false);
        await prepared.ConfigureAwait(false);
        if (task is null)
        {
            await folder!.RunAsync(Pipeline(network, display), display, error, cancellation).ConfigureAwait(false);
            return ExitCode.Success;
        }

        task = task with { Given = learned?.Given };
        await RunSingleAsync(options.Parts, parsed, network, task, display, cancellation).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static async Task RunSingleAsync(
        PartOptions parts, ParseResult parsed, PredictorSource network, PipelineOptions task, RunDisplay display,
        CancellationToken cancellation)
    {
        var outputs = string.Join(", ", task.Outputs.Select(one => one.Path ?? one.StreamName));
        var made = outputs.Length > 0 ? outputs : task.Matte!;
        if (parts.Part(parsed) is { } part)
        {
            await PartRun.MakeAsync(part, network, task, display, cancellation).ConfigureAwait(false);
        }
        else if (parts.Resumes(parsed))
        {
            await PartRun.ResumeAsync(made, network, task, display, cancellation).ConfigureAwait(false);
        }
        else
        {
            await RunWholeAsync(made, network, task, display, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task RunWholeAsync(
        string made, PredictorSource network, PipelineOptions task, RunDisplay display, CancellationToken cancellation)
    {
        try
        {
            await display.ShowAsync(made, report => Pipeline(network, display).RunAsync(task, report, cancellation)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (task.Matte is { } matte && File.Exists(matte + MatteFile.PartialSuffix))
        {
            throw new InterruptedRunException(
                $"interrupted; the masks so far are kept in {task.Matte}{MatteFile.PartialSuffix}, and the same command continues.");
        }
    }

    private static VideoPipeline Pipeline(PredictorSource network, RunDisplay display) =>
        new(network) { Notice = notice => display.Notice(NoticeText.Of(notice)) };
}
