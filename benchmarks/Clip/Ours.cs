using System.Diagnostics;
using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using U2Video.Pipeline;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Outputs;
using static TorchSharp.torch;

namespace U2Video.Benchmarks.Clip;

/// <summary>The program's pipeline, set up as the program does it.</summary>
internal static class Ours
{
    /// <summary>What the program's launcher sets for it.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["MALLOC_ARENA_MAX"] = "1", ["DOTNET_GCgen0size"] = "0x400000" };

    public static async Task<Outcome> RunAsync(Job job, Way way)
    {
        using var predictor = Open(job, way.Sizing(job.Side));
        using var file = job.MasksOnly ? File.Create(job.Output) : null;
        var watch = Stopwatch.StartNew();
        var options = new PipelineOptions
        {
            Input = job.Clip,
            Outputs =
            [
                job.MasksOnly ? new MaskOutput { Stream = file, Format = "rawvideo" } : new CombinedOutput { Path = job.Output },
            ],
            MaxFrames = job.Frames,

            // The loop knows nothing of sound.
            KeepAudio = false,
        };
        var end = await new VideoPipeline(predictor).RunAsync(way.IsPlain ? Plain(options, job) : options);
        return new Outcome(end.Frames, end.InferredFrames, watch.Elapsed.TotalSeconds);
    }

    /// <summary>
    /// What masks are compared with: those of each frame by itself, at the loop's size, enlarged to the frame's as the loop does it.
    /// </summary>
    public static async Task<Outcome> WriteReferenceAsync(Job job)
    {
        using var predictor = Open(job, InputSizing.Square(job.Side));
        var watch = Stopwatch.StartNew();
        var video = RawVideo.Probe(job.Clip);
        using var decoder = RawVideo.Decode(job.Clip, job.Frames, isExact: true);
        using var file = File.Create(job.Output);
        using var picture = new Mat(video.Height, video.Width, MatType.CV_8UC3);
        using var frame = new Frame(video.Width, video.Height);
        using var values = new Mat(job.Side, job.Side, MatType.CV_32FC1);
        using var full = new Mat();
        using var bytes = new Mat();
        var frames = 0L;
        for (; decoder.Read(picture); frames++)
        {
            RawVideo.Bytes(picture).CopyTo(frame.Pixels.Span);
            using var mask = (await predictor.PredictAsync([frame]))[0];
            mask.Values.CopyTo(values.AsSpan<float>());
            Cv2.Resize(values, full, picture.Size(), interpolation: InterpolationFlags.Linear);
            full.ConvertTo(bytes, MatType.CV_8UC1, 255);
            file.Write(RawVideo.Bytes(bytes));
        }

        return new Outcome(frames, frames, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Opens the weights that a job names.</summary>
    public static U2NetModel Load(string? model) => model is null ? U2NetModel.LoadEmbedded() : U2NetModel.Load(model);

    private static MaskPredictor Open(Job job, InputSizing? sizing)
    {
        U2VideoRuntime.Configure();
        if (job.Threads is { } threads)
        {
            set_num_threads(threads);
        }

        return new MaskPredictor(Load(job.Model), ComputeDevice.Resolve("cpu"), sizing);
    }

    private static PipelineOptions Plain(PipelineOptions options, Job job) => options with
    {
        Smoothing = SmoothingOptions.Off,
        Edges = EdgeMode.Fast,
        Normalization = job.Normalization == OutputNormalization.MinMax ? MaskNormalization.MinMax : MaskNormalization.None,
    };
}
