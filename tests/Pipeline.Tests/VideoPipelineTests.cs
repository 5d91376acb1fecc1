using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests;

/// <summary>Whole runs: real ffmpeg, real network (at a small size), real files.</summary>
public sealed class VideoPipelineTests(VideoPipelineTests.SmallPredictor shared)
    : IClassFixture<VideoPipelineTests.SmallPredictor>, IDisposable
{
    private const double HalfCentisecond = 0.0051;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));
    }

    [Theory]
    [InlineData("gif", HalfCentisecond)]
    [InlineData("mp4", 0.0011)]
    [InlineData("mov", 0.0011)]
    [InlineData("mkv", 0.0011)]
    [InlineData("webm", 0.0011)]
    public async Task Frames_and_times_are_those_of_the_input(string extension, double tolerance)
    {
        var input = Make("in.mp4", "testsrc2=s=96x64:r=30000/1001:d=2");

        var output = await RunAsync(input, "out." + extension);

        var times = Ffmpeg.FrameTimes(input);
        var outputTimes = Ffmpeg.FrameTimes(output);
        Assert.Equal(60, times.Count);
        Assert.Equal(times.Count, outputTimes.Count);
        Assert.All(times.Zip(outputTimes), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
        Assert.InRange(Math.Abs(Ffmpeg.Duration(input) - Ffmpeg.Duration(output)), 0, 0.011);
        Assert.Equal((192, 64), Ffmpeg.Size(output));
    }

    [Theory]
    [InlineData("gif", HalfCentisecond)]
    [InlineData("mp4", 0.0011)]
    [InlineData("mkv", 0.0011)]
    public async Task Variable_frame_times_stay_variable(string extension, double tolerance)
    {
        var input = Path.Combine(_folder, "in.mkv");
        Ffmpeg.Run(
            "-f", "lavfi", "-i", "testsrc2=s=96x64:r=25:d=3", "-vf", "select='not(mod(n,7))+not(mod(n,5))'", "-vsync", "passthrough",
            input);

        var output = await RunAsync(input, "out." + extension);

        var times = Ffmpeg.FrameTimes(input);
        Assert.True(times.Zip(times.Skip(1), (a, b) => Math.Round(b - a, 2)).Distinct().Count() > 2);
        Assert.Equal(times.Count, Ffmpeg.FrameTimes(output).Count);
        Assert.All(times.Zip(Ffmpeg.FrameTimes(output)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
    }

    [Fact]
    public async Task The_original_is_on_the_left_and_the_cutout_on_the_right()
    {
        var input = Path.Combine(_folder, "in.mkv");
        Ffmpeg.Run("-loop", "1", "-i", Fixtures.Path("input.png"), "-frames:v", "2", "-c:v", "ffv1", "-pix_fmt", "bgr0", input);

        // Smaller pictures leave the network in doubt.
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 224);
        var options = Options(input, "out.gif");
        await new VideoPipeline(predictor).RunAsync(options, null, TestContext.Current.CancellationToken);
        var pixels = Ffmpeg.Pixels(options.Outputs[0].Path!);

        const int side = 320;
        var original = Ffmpeg.Pixels(input);
        Assert.Equal(2 * 2 * side * side * 3, pixels.Length);
        var (left, wall, face) = (0.0, 0.0, 0.0);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side * 3; x++)
            {
                left += Math.Abs(pixels[(y * side * 6) + x] - original[(y * side * 3) + x]);
            }
        }

        // The wall to the right of the head, and the forehead.
        for (var i = 0; i < 20; i++)
        {
            wall += pixels[(15 * side * 6) + (side * 3) + (3 * (210 + i))];
            face += Math.Abs(pixels[(90 * side * 6) + (side * 3) + (3 * (135 + i))] - original[(90 * side * 3) + (3 * (135 + i))]);
        }

        Assert.InRange(left / (side * side * 3), 0, 8);
        Assert.InRange(wall / 20, 0, 40);
        Assert.InRange(face / 20, 0, 40);
    }

    [Fact]
    public async Task A_gif_keeps_the_pause_on_its_last_frame()
    {
        var input = Make("in.gif", "testsrc2=s=64x48:r=10:d=1", "-final_delay", "150");

        var output = await RunAsync(input, "out.gif");

        Assert.Equal(2.4, Ffmpeg.Duration(input), 0.001);
        Assert.Equal(2.4, Ffmpeg.Duration(output), 0.001);
    }

    [Fact]
    public async Task Sound_is_taken_along()
    {
        var input = Path.Combine(_folder, "in.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=96x64:d=1", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", input);

        Assert.Equal(["h264", "aac"], Ffmpeg.Codecs(await RunAsync(input, "out.mp4")));
        Assert.Equal(["vp9", "opus"], Ffmpeg.Codecs(await RunAsync(input, "out.webm")));
        Assert.Equal(["gif"], Ffmpeg.Codecs(await RunAsync(input, "out.gif")));
    }

    [Fact]
    public async Task Odd_sizes_and_single_frames_pass()
    {
        var input = Make("in.gif", "testsrc=s=33x47:r=1:d=1");

        Assert.Equal((66, 47), Ffmpeg.Size(await RunAsync(input, "out.mp4")));
        Assert.Equal((66, 47), Ffmpeg.Size(await RunAsync(input, "out.gif")));
        Assert.Single(Ffmpeg.FrameTimes(Path.Combine(_folder, "out.gif")));
    }

    [Fact]
    public async Task The_batch_size_changes_nothing_that_is_seen()
    {
        var input = Make("in.mp4", "testsrc2=s=96x64:r=10:d=1.1");

        var one = Ffmpeg.Pixels(await RunAsync(input, "one.gif", options => Masks(options) with { BatchSize = 1 }));
        var eight = Ffmpeg.Pixels(await RunAsync(input, "eight.gif", options => Masks(options) with { BatchSize = 8 }));

        Assert.Equal(one.Length, eight.Length);
        Assert.All(one.Zip(eight), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1));

        static PipelineOptions Masks(PipelineOptions options) =>
            options with { Outputs = [new MaskOutput { Path = options.Outputs[0].Path }] };
    }

    [Fact]
    public async Task Cancelling_ends_soon_and_leaves_nothing()
    {
        var input = Make("in.mp4", "testsrc2=s=640x480:r=30:d=60");
        using var stop = new CancellationTokenSource();
        var report = new Callback(progress => { if (progress.Frames == 3) { stop.Cancel(); } });

        var run = new VideoPipeline(shared.Predictor).RunAsync(Options(input, "out.mp4"), report, stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal([input], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_failing_encoder_is_reported_in_its_own_words()
    {
        // Two panels make 32000 pixels; H.264 stops at 16384.
        var wide = Make("wide.mkv", "color=s=16000x16:r=1:d=3", "-c:v", "ffv1");
        var error = await Assert.ThrowsAsync<U2VideoException>(() => RunAsync(wide, "out.mp4"));

        Assert.Contains("encoding failed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal([wide], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("cup.mp4", 217)]
    [InlineData("camshift_face.gif", 16)]
    public async Task Real_clips_pass(string name, int frames)
    {
        var input = Fixtures.Shared("media", "clips", name);
        Assert.SkipWhen(input is null, $"../shared/media/clips/{name} is not here.");

        var output = await RunAsync(input, "out.gif");

        Assert.Equal(frames, Ffmpeg.FrameTimes(output).Count);
        Assert.InRange(Math.Abs(Ffmpeg.Duration(output) - Ffmpeg.Duration(input)), 0, 0.0101);
    }

    private string Make(string name, string source, params string[] encoding)
    {
        var path = Path.Combine(_folder, name);
        Ffmpeg.Run(["-f", "lavfi", "-i", source, .. encoding, path]);
        return path;
    }

    private PipelineOptions Options(string input, string output) =>
        new()
        {
            Input = input,
            Outputs = [new CombinedOutput { Path = Path.Combine(_folder, output) }],
            Overwrite = true,
            Smoothing = SmoothingOptions.Off,
        };

    private async Task<string> RunAsync(string input, string output, Func<PipelineOptions, PipelineOptions>? change = null)
    {
        var options = Options(input, output);
        await new VideoPipeline(shared.Predictor).RunAsync(change?.Invoke(options) ?? options, null, TestContext.Current.CancellationToken);
        return options.Outputs[0].Path!;
    }

    public sealed class SmallPredictor : IDisposable
    {
        public MaskPredictor Predictor { get; } = new(U2NetModel.LoadEmbedded(), CPU, size: 128);

        public void Dispose() => Predictor.Dispose();
    }

    private sealed class Callback(Action<PipelineProgress> report) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value) => report(value);
    }
}
