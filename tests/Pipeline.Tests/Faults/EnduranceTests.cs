using System.Globalization;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Tests.Hostile;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Faults;

/// <summary>However long a run is, and however many run at once: nothing adds up.</summary>
/// <remarks>
/// <c>U2VIDEO_FRAMES=100000 ./test --filter-class '*EnduranceTests'</c> makes as many frames, some minutes long; a plain run 600.
/// From 10,000 on, memory has to stay within 5 % of what it was after the first 1,000.
/// </remarks>
public sealed class EnduranceTests : IDisposable
{
    private const int FewestFrames = 600;
    private const int Side = 32;
    private const int Samples = 12;
    private const long FreeBytes = 64 << 20;
    private const int ManyFrames = 10_000;
    private const int SettledAfter = 1000;
    private const double Flat = 0.05;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly MaskPredictor _predictor = new(U2NetModel.LoadEmbedded(), CPU, Side);

    private static int Frames =>
        int.TryParse(Environment.GetEnvironmentVariable("U2VIDEO_FRAMES"), CultureInfo.InvariantCulture, out var frames)
            ? frames : FewestFrames;

    public void Dispose()
    {
        _predictor.Dispose();
        Directory.Delete(_folder, recursive: true);
        Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));
    }

    [Fact]
    public async Task Memory_handles_and_tensors_do_not_grow_with_the_clip()
    {
        var (clip, samples) = (Clip(Frames), new List<(long Frame, long Memory, int Handles, long Tensors)>());
        var step = Frames >= ManyFrames ? SettledAfter : Math.Max(1, Frames / Samples);

        await RunAsync(clip, "out.mkv", new Callback(progress =>
        {
            if (progress.Frames % step == 0)
            {
                samples.Add((progress.Frames, Environment.WorkingSet, Children.OpenHandles, Tensor.TotalCount));
            }
        }));

        foreach (var sample in samples)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.Frame} frames: {sample.Memory >> 20} MiB, {sample.Handles} handles, {sample.Tensors} tensors"));
        }

        // Buffers and code settle in the first third of few frames, and in the first sample of many.
        var settling = Frames >= ManyFrames ? 0 : samples.Count / 3;
        var settled = samples[settling];
        Assert.InRange(samples[^1].Memory, 0, settled.Memory + FreeBytes);
        Assert.InRange(samples[^1].Handles, 0, settled.Handles + 4);
        if (Frames >= ManyFrames)
        {
            Assert.All(samples, sample => Assert.InRange(sample.Memory / (double)settled.Memory, 1 - Flat, 1 + Flat));
        }

        // Some hundred are alive while frames are in the network, and at some samples there are none in it.
        var half = samples.Count / 2;
        Assert.InRange(samples.Skip(half).Min(sample => sample.Tensors), 0, samples.Take(half).Min(sample => sample.Tensors) + 64);
    }

    [Fact]
    public async Task Four_runs_may_share_a_network()
    {
        var clip = Clip(60);
        await RunAsync(clip, "alone.mkv");
        var (handles, tensors) = (Children.OpenHandles, Tensor.TotalCount);

        for (var round = 0; round < 3; round++)
        {
            var runs = Enumerable.Range(0, 4).Select(i => RunAsync(clip, $"{round}-{i}.mkv"));
            await Task.WhenAll(runs);
        }

        var handlesAfter = Children.OpenHandles;
        var alone = Ffmpeg.Pixels(Path.Combine(_folder, "alone.mkv"));
        Assert.All(
            Directory.GetFiles(_folder, "?-?.mkv"), file => Assert.Equal(alone, Ffmpeg.Pixels(file)));
        Assert.Equal(12, Directory.GetFiles(_folder, "?-?.mkv").Length);
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.InRange(handlesAfter, 0, handles + 4);
        Assert.Empty(Children.OfThisProcess);
    }

    private string Clip(int frames)
    {
        var path = Path.Combine(_folder, "clip.mkv");
        Ffmpeg.Run("-f", "lavfi", "-i", $"testsrc2=s={Side}x{Side}:r=25", "-frames:v", $"{frames}", "-c:v", "mpeg4", path);
        return path;
    }

    private Task<PipelineProgress> RunAsync(string clip, string output, IProgress<PipelineProgress>? progress = null) =>
        new VideoPipeline(_predictor).RunAsync(
        new PipelineOptions { Input = clip, Outputs = [new MaskOutput { Path = Path.Combine(_folder, output), Codec = "ffv1" }] },
        progress,
        TestContext.Current.CancellationToken);

    private sealed class Callback(Action<PipelineProgress> report) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value) => report(value);
    }
}
