using System.CommandLine;
using System.Diagnostics;
using U2Video.Cli.Commands.Bench;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Commands.Processing;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Outputs;

namespace U2Video.Cli.Commands.Planning;

/// <summary>How fast this machine is with a run's own options and outputs.</summary>
/// <param name="FramesPerSecond">Frames from file to file in a second.</param>
/// <param name="StartSeconds">From the process' start to its first frame.</param>
/// <param name="Network">What is known of the network; null where nothing was measured.</param>
internal sealed record PlanMeasurement(double FramesPerSecond, double StartSeconds, PredictorFacts? Network)
{
    // Some seconds on two processors, and enough batches for a rate.
    private const int Frames = 48;

    /// <summary>Processes some frames into a folder that is deleted.</summary>
    public static async Task<PlanMeasurement> TakeAsync(
        PipelineOptions task, ProcessOptions options, ParseResult parsed, ModelSource models, TextWriter error,
        CancellationToken cancellation)
    {
        var boot = SinceProcessStart();
        PredictorFacts? network = null;
        var run = new BenchRun(OpenAsync, error);
        var (speed, _) = await run.ClipAsync(null, folder => Placed(task, folder), cancellation).ConfigureAwait(false);
        return new PlanMeasurement(speed.SteadyFramesPerSecond, boot.TotalSeconds + speed.FirstFrameSeconds, network);

        async Task<MaskPredictor> OpenAsync(InputSizing? sizing)
        {
            var predictor = await options.OpenPredictorAsync(models, parsed, cancellation).ConfigureAwait(false);
            network = predictor.Facts;
            return predictor;
        }
    }

    private static TimeSpan SinceProcessStart()
    {
        using var process = Process.GetCurrentProcess();
        return DateTime.Now - process.StartTime;
    }

    private static PipelineOptions Placed(PipelineOptions task, string folder) => task with
    {
        Outputs = [.. task.Outputs.Select((output, i) => Placed(output, Path.Combine(folder, $"{i}")))],
        Matte = null,
        MaxFrames = Math.Min(task.MaxFrames ?? Frames, Frames),
    };

    private static MediaOutput Placed(MediaOutput output, string folder)
    {
        Directory.CreateDirectory(folder);
        var isFolder = SequenceName.IsFolder(output.Path!) || Directory.Exists(output.Path);
        return output with { Path = isFolder ? folder + "/" : Path.Combine(folder, Path.GetFileName(output.Path!)) };
    }
}
