using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Progress;
using U2Video.Pipeline;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Cli.Commands.Processing;

/// <summary>The program's main work: clips and pictures in, masks, cut-outs, composites and side-by-side clips out.</summary>
internal static class ProcessCommand
{
    private const string Help = """
        Masks people in videos, GIFs and pictures with U²-Net.

          u2video in.mp4 --combined out.gif                 original and cut-out side by side
          u2video in.mov --cutout out.webm --mask mask.mp4  any number of outputs; the network runs once
          u2video in.mp4 --composite out.mp4 --background beach.jpg
          u2video photos/ --cutout cut/ --jobs 2            a folder of pictures or clips
          ffmpeg … -f nut - | u2video - --cutout - --format nut | ffmpeg -i - …
          u2video in.mov --combined out.webm --model u2net_human_seg --device cuda
          u2video train --data DIR --out model.safetensors  train a network of your own
          u2video bench in.mp4                              how fast this machine is, and what bounds it
          u2video doctor                                    what is installed and used
        """;

    public static RootCommand Create(ModelSource models, TextWriter error)
    {
        var input = new InputOptions();
        var output = new OutputOptions();
        var noAudio = new Option<bool>("--no-audio") { Description = "Leave sound, subtitles and chapters out." };
        var toneMap = new Option<bool>("--tonemap") { Description = "Bring HDR (PQ, HLG) to BT.709." };
        var loop = LoopOption.Create();
        var edges = new Option<string>("--edges")
        {
            Description = "How masks come to full size: guided (along the picture's edges) or fast.",
            HelpName = "guided|fast",
            DefaultValueFactory = _ => "guided",
        };
        edges.AcceptOnlyFromAmong("guided", "fast");
        var smooth = SmoothingOption.Create();
        var reuse = ReuseOption.Create();
        var batch = BatchOption.Create();
        var jobs = new Option<int>("--jobs")
        {
            Description = "Files of a folder that are worked on at the same time.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var progress = new Option<string>("--progress")
        {
            Description = "How progress is shown: auto, plain, json or none.",
            HelpName = "HOW",
            DefaultValueFactory = _ => "auto",
        };
        progress.AcceptOnlyFromAmong("auto", "plain", "json", "none");
        var size = SharedOptions.Size();
        var overwrite = SharedOptions.Overwrite();
        var model = new ModelOptions();
        var device = SharedOptions.Device();
        var speed = new SpeedOptions();

        var root = new RootCommand(Help);
        input.AddTo(root);
        output.AddTo(root);
        foreach (Option option in new Option[]
        {
            noAudio, toneMap, loop, edges, smooth, reuse, batch, size, device, jobs, progress, overwrite,
        })
        {
            root.Add(option);
        }

        model.AddTo(root);
        speed.AddTo(root);
        root.SetAction(async (parsed, cancellation) =>
        {
            var display = new RunDisplay(Enum.Parse<ProgressMode>(parsed.GetValue(progress)!, ignoreCase: true), error);
            var folder = FolderRun.Of(input.Name(parsed));
            var tasks = folder is null ? [Single()] : folder.Options(output, parsed, Common);
            tasks.ForEach(task => task.Validate());

            var prepared = Task.Run(VideoPipeline.Prepare, cancellation);
            using var predictor = await models.OpenPredictorAsync(
                parsed.GetValue(model.Model), model.Overrides(parsed), parsed.GetValue(device)!, parsed.GetValue(size), speed.Read(parsed), cancellation).ConfigureAwait(false);
            await prepared.ConfigureAwait(false);
            var pipeline = new VideoPipeline(predictor) { Notice = notice => display.Notice(NoticeText.Of(notice)) };
            if (folder is not null)
            {
                await FolderRun.RunAsync(pipeline, tasks, parsed.GetValue(jobs), display, error, cancellation).ConfigureAwait(false);
                return ExitCode.Success;
            }

            var made = string.Join(", ", tasks[0].Outputs.Select(one => one.Path ?? one.StreamName));
            await display.ShowAsync(made, report => pipeline.RunAsync(tasks[0], report, cancellation)).ConfigureAwait(false);
            return ExitCode.Success;

            PipelineOptions Single() => Common(new PipelineOptions
            {
                Input = input.Source(parsed),
                Outputs = output.Outputs(parsed, input.IsRaw(parsed), (_, name) => name),
            });

            PipelineOptions Common(PipelineOptions options) => BatchOption.Apply(input.Limit(options, parsed), parsed.GetValue(batch)) with
            {
                Overwrite = parsed.GetValue(overwrite),
                KeepAudio = !parsed.GetValue(noAudio),
                ToneMap = parsed.GetValue(toneMap),
                Plays = LoopOption.Parse(parsed.GetValue(loop)),
                Edges = Enum.Parse<EdgeMode>(parsed.GetValue(edges)!, ignoreCase: true),
                Smoothing = SmoothingOption.Parse(parsed.GetValue(smooth)!),
                Normalization = model.ClipNormalization(parsed),
                Reuse = parsed.GetValue(reuse),
            };
        });
        return root;
    }
}
