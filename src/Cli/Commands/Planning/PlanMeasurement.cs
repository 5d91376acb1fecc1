using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using U2Video.Cli.Commands.Bench;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Commands.Processing;
using U2Video.Pipeline;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Outputs;

namespace U2Video.Cli.Commands.Planning;

/// <summary>Finds what a part costs on this machine.</summary>
internal static class PlanMeasurement
{
    // Some seconds on two processors, and enough batches for a rate.
    private const int Frames = 48;

    private const int HashedBytes = 64 << 20;

    /// <summary>Processes some frames with the run's own options and outputs, into a folder that is deleted.</summary>
    /// <returns>Frames a second, and the seconds from the process' start to its first frame.</returns>
    public static async Task<(double FramesPerSecond, double StartSeconds)> SpeedAsync(
        PipelineOptions task, ProcessOptions options, ParseResult parsed, ModelSource models, TextWriter error, CancellationToken cancellation)
    {
        var boot = SinceProcessStart();
        var run = new BenchRun(_ => options.OpenPredictorAsync(models, parsed, cancellation), error);
        var (speed, _) = await run.ClipAsync(null, folder => Placed(task, folder), cancellation).ConfigureAwait(false);
        return (speed.SteadyFramesPerSecond, boot.TotalSeconds + speed.FirstFrameSeconds);
    }

    /// <summary>How long the whole input takes to be read and hashed, judged by its beginning.</summary>
    /// <param name="path">The input.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<double> InputSecondsAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, done, watch) = (new byte[1 << 20], 0L, Stopwatch.StartNew());
        while (done < HashedBytes && await file.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            done += count;
        }

        return done == 0 ? 0 : watch.Elapsed.TotalSeconds * file.Length / done;
    }

    /// <summary>Frames before and behind a part that its masks depend on.</summary>
    public static int OverlapFrames(SmoothingOptions smoothing) =>
        smoothing.Mode == SmoothingMode.Lookahead ? (2 * smoothing.Radius) + 1 : 1;

    private static TimeSpan SinceProcessStart()
    {
        using var process = Process.GetCurrentProcess();
        return DateTime.Now - process.StartTime;
    }

    private static PipelineOptions Placed(PipelineOptions task, string folder) => task with
    {
        Outputs = [.. task.Outputs.Select((output, i) => Placed(output, Path.Combine(folder, $"{i}")))],
        Matte = task.Matte is null ? null : Path.Combine(folder, "clip.matte"),
        MaxFrames = Math.Min(task.MaxFrames ?? Frames, Frames),
    };

    private static MediaOutput Placed(MediaOutput output, string folder)
    {
        Directory.CreateDirectory(folder);
        var isFolder = SequenceName.IsFolder(output.Path!) || Directory.Exists(output.Path);
        return output with { Path = isFolder ? folder + "/" : Path.Combine(folder, Path.GetFileName(output.Path!)) };
    }
}
