using System.Diagnostics;
using System.Text.Json;
using U2Video.Cli.Tests.Faults;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

/// <summary><c>--live</c> as users give it.</summary>
public sealed class LiveOptionTests : IDisposable
{
    private const int Interrupted = 130;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--matte M", "--live: --matte needs the network's mask of every frame")]
    [InlineData("--crop subject", "--live: --crop has to see the whole clip first")]
    [InlineData("--smooth lookahead", "--smooth lookahead: waits for frames of the future, and --live for none; give ema or off.")]
    [InlineData("--smooth lookahead:2", "--smooth lookahead:2: waits for frames of the future")]
    [InlineData("--batch 4", "--live: --batch would wait for more frames; leave it out.")]
    [InlineData("--batch auto", "--live: --batch would wait for more frames; leave it out.")]
    [InlineData("--part 1/2", "--part: live pictures have no parts; leave --live out.")]
    [InlineData("--resume", "--resume: live pictures have no parts; leave --live out.")]
    [InlineData("--cutout cut/", "--live: --cutout cut/ is pictures, which have no times")]
    [InlineData("--sheet sheet.png", "--live: --sheet sheet.png is pictures, which have no times")]
    public async Task What_does_not_go_together_is_wrong_usage(string options, string why)
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", At("in.mp4"));

        var run = await RunAsync([At("in.mp4"), "--live", "--mask", At("out.mp4"), "--size", "64", .. options.Split(' ')]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"u2video: {why}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Equal(["in.mp4"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Pictures_and_folders_are_wrong_usage()
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", At("%03d.png"));

        var sequence = await RunAsync(At("%03d.png"), "--live", "--mask", At("out.mp4"), "--size", "64");
        var folder = await RunAsync(_folder, "--live", "--mask", At("out/"), "--size", "64");

        Assert.Equal((2, 2), (sequence.Code, folder.Code));
        Assert.Contains("is pictures, which have no pace; leave --live out.", sequence.Error, StringComparison.Ordinal);
        Assert.Contains("holds many files, and only one stream is live; name one of them.", folder.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in.png")]
    [InlineData("in.jpg")]
    public async Task A_still_picture_is_wrong_usage(string name)
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", "-frames:v", "1", At(name));

        var run = await RunAsync(At(name), "--live", "--mask", At("out.mp4"), "--size", "64");

        Assert.Equal((2, $"u2video: --live: {At(name)} is a picture, which has no pace; leave --live out.\n"), (run.Code, run.Error));
        Assert.Equal([name], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Dropped_frames_count_for_the_limit_and_not_for_the_total()
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=2", At("in.mp4"));

        var run = await RunAsync(
            At("in.mp4"), "--live", "--mask", At("out.mp4"), "--size", "64", "--max-frames", "8", "--progress", "json");

        Assert.Equal(0, run.Code);
        var done = JsonDocument.Parse(run.Error.Trim().Split('\n')[^1]).RootElement;
        var (made, dropped) = (done.GetProperty("frame").GetInt32(), done.GetProperty("live").GetProperty("dropped").GetInt32());
        Assert.Equal((8, made), (made + dropped, done.GetProperty("total").GetInt32()));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("json")]
    public async Task The_summary_says_delay_and_shares(string mode)
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=1", At("in.mp4"));

        var watch = Stopwatch.StartNew();
        var run = await RunAsync(At("in.mp4"), "--live", "--mask", At("out.mp4"), "--size", "64", "--progress", mode);

        Assert.Equal((0, true), (run.Code, File.Exists(At("out.mp4"))));

        // A file is read at its own pace: nine times a tenth of a second between ten frames.
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.8));
        var last = run.Error.Trim().Split('\n')[^1];
        if (mode == "plain")
        {
            Assert.Matches(@"\d+ % inferred, \d+ dropped; delay: 50 % within \d+ ms, 95 % .*, at most \d+ ms; busy: ", last);
            return;
        }

        var done = JsonDocument.Parse(last).RootElement;
        var live = done.GetProperty("live");
        Assert.Equal(10, done.GetProperty("frame").GetInt32() + live.GetProperty("dropped").GetInt32());
        Assert.Equal(done.GetProperty("frame").GetInt32(), done.GetProperty("total").GetInt32());
        Assert.InRange(live.GetProperty("inferredShare").GetDouble(), 0.01, 1);
        Assert.Equal(["p50", "p95", "p99", "max"], live.GetProperty("latency").EnumerateObject().Select(one => one.Name));
    }

    [Fact]
    public async Task The_encoder_knows_the_rate_and_a_picked_subject_is_looked_for_in_the_clip_only()
    {
        CommandLineTests.Ffmpeg(
            "-loop", "1", "-framerate", "10", "-i", Path.Combine(AppContext.BaseDirectory, "astronaut.png"), "-frames:v", "8",
            "-vf", "scale=96:96", At("in.mp4"));

        var run = await RunAsync(At("in.mp4"), "--live", "--mask", At("out.mp4"), "--pick", "45%,30%", "--size", "224");

        Assert.True(run.Code == 0, run.Error);

        // H.264 has level 1 for so few and small pictures, and 6 and more where each time could have a picture.
        var avcC = await File.ReadAllBytesAsync(At("out.mp4"), TestContext.Current.CancellationToken);
        var level = avcC[avcC.AsSpan().IndexOf("avcC"u8) + 7];
        Assert.InRange(level, 9, 13);
    }

    [Fact]
    public async Task A_run_that_is_not_live_says_nothing_of_delay()
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=1", At("in.mp4"));

        var run = await RunAsync(At("in.mp4"), "--mask", At("out.mp4"), "--size", "64", "--progress", "json");

        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(run.Error.Trim().Split('\n')[^1]).RootElement.GetProperty("live").ValueKind);
    }

    [Fact]
    public async Task An_interrupted_live_run_leaves_no_half_file()
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=600", "-preset", "ultrafast", At("in.mp4"));
        using var program = ProgramProcess.Start([At("in.mp4"), "--live", "--mask", At("out.mp4"), "--size", "64", "--progress", "none"]);
        await program.EncodingAsync();
        var children = program.Children();

        ProgramProcess.Signal("INT", program.Id);
        var run = await program.WaitAsync();

        Assert.Equal((Interrupted, "u2video: interrupted; no output was left.\n"), (run.Code, run.Error));
        Assert.Equal(["in.mp4"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
        await ProgramProcess.GoneAsync(children);
    }

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(
        ModelRegistry.Default, arguments.Contains("--progress") ? arguments : [.. arguments, "--progress", "plain"]);

    private string At(string name) => Path.Combine(_folder, name);
}
