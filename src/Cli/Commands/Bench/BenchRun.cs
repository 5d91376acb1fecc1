using System.Diagnostics;
using U2Video.Cli.Progress;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline;
using U2Video.Pipeline.Outputs;

namespace U2Video.Cli.Commands.Bench;

/// <summary>Takes the times.</summary>
/// <param name="open">Opens the network at a size; null: at the model's own.</param>
/// <param name="error">For progress.</param>
internal sealed class BenchRun(Func<InputSizing?, Task<MaskPredictor>> open, TextWriter error)
{
    private const int Passes = 5;

    private static readonly int[] Batches = [1, 4];

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();

    /// <summary>Masks a clip with default options into a file that is deleted afterwards.</summary>
    /// <returns>The figures, and the size of its frames.</returns>
    public Task<(ClipSpeed Speed, (int Width, int Height) Frames)> ClipAsync(
        string clip, InputSizing? sizing, long? frames, CancellationToken cancellation) => ClipAsync(
            sizing,
            folder => new PipelineOptions
            {
                Input = clip,
                Outputs = [new CombinedOutput { Path = Path.Combine(folder, "clip.mkv") }],
                MaxFrames = frames,
            },
            cancellation);

    /// <summary>Does a task whose outputs go to a folder that is deleted afterwards.</summary>
    /// <param name="sizing">What the network sees; null: the model's own size.</param>
    /// <param name="place">The task for a folder.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The figures, and the size of the clip's frames.</returns>
    public async Task<(ClipSpeed Speed, (int Width, int Height) Frames)> ClipAsync(
        InputSizing? sizing, Func<string, PipelineOptions> place, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("u2video-bench-").FullName;
        try
        {
            using var predictor = await open(sizing).ConfigureAwait(false);
            var first = TimeSpan.Zero;
            var options = place(folder);
            var end = await ProgressDisplay.ShowAsync<PipelineProgress, PipelineProgress>(
                ProgressDisplay.ConsoleOn(error),
                value =>
                {
                    first = first == TimeSpan.Zero ? _sinceStart.Elapsed : first;
                    return ProgressText.Describe(value);
                },
                progress => new VideoPipeline(predictor).RunAsync(options, progress, cancellation)).ConfigureAwait(false);
            var whole = _sinceStart.Elapsed;

            using var process = Process.GetCurrentProcess();
            return (
                new ClipSpeed(
                    options.Input.Name,
                    end.Frames,
                    SizeOf(predictor, end.FrameSize),
                    end.Elapsed.TotalSeconds,
                    first.TotalSeconds,
                    end.Busy.Where(stage => stage.Value > TimeSpan.Zero)
                        .ToDictionary(stage => stage.Key, stage => stage.Value / end.Elapsed),
                    process.PeakWorkingSet64 / 1e6)
                {
                    SecondsAfterFirst = (whole - first).TotalSeconds,
                },
                end.FrameSize);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Times the network by itself: every size with every batch.</summary>
    /// <param name="sizings">The sizes.</param>
    /// <param name="frames">The clip's frames; null without one: the model's own square stands for them.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<NetworkSpeed>> NetworkAsync(
        IReadOnlyList<InputSizing> sizings, (int Width, int Height)? frames, CancellationToken cancellation) =>
        ProgressDisplay.ShowAsync<ProgressState, List<NetworkSpeed>>(ProgressDisplay.ConsoleOn(error), state => state, async progress =>
        {
            var speeds = new List<NetworkSpeed>();
            foreach (var sizing in sizings)
            {
                foreach (var batch in Batches)
                {
                    // Anew for each: the weights are laid out for the first input that they meet.
                    using var predictor = await open(sizing).ConfigureAwait(false);
                    var size = SizeOf(predictor, frames ?? (1, 1));
                    if (speeds.Exists(speed => (speed.Size, speed.Batch) == (size, batch)))
                    {
                        continue;
                    }

                    var total = sizings.Count * Batches.Length;
                    progress.Report(new ProgressState($"network at {size}, batch {batch}", speeds.Count, total, Remaining: null));
                    var times = await PredictorSpeed.MeasureAsync(predictor, size, batch, Passes, cancellation).ConfigureAwait(false);
                    speeds.Add(new NetworkSpeed(size, batch, times.Order().ElementAt(Passes / 2).TotalMilliseconds / batch));
                }
            }

            return speeds;
        });

    private static InputSize SizeOf(MaskPredictor predictor, (int Width, int Height) frames) =>
        predictor.Sizing.For(frames.Width, frames.Height, predictor.Description.InputSize);
}
