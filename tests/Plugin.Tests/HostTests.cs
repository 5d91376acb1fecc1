namespace U2Video.Plugin.Tests;

/// <summary>The real hosts on the sample clip: frames, sizes, alpha, and the same mattes as the command line's.</summary>
public sealed class HostTests(Clip clip) : IClassFixture<Clip>
{
    private const int BytesPerPixel = 4;

    // Rounding of the network's arithmetic.
    private const int Tolerance = 1;

    [Fact]
    public async Task Ffmpegs_masks_are_the_command_lines()
    {
        Host.Need();

        var run = await FfmpegAsync("mask");

        Assert.Equal((0, ""), (run.Code, run.Error));
        AssertGrayAndOpaque(run.Output);
        AssertAlike(clip.Masks, Channel(run.Output, 0), Tolerance);
    }

    [Fact]
    public async Task Ffmpegs_cutouts_are_the_command_lines_with_clean_colors()
    {
        Host.Need();

        var run = await FfmpegAsync("cutout");

        Assert.Equal((0, ""), (run.Code, run.Error));
        AssertAlike(clip.Cutouts, run.Output, Tolerance);
        AssertAlike(clip.Masks, Channel(run.Output, 3), Tolerance);
    }

    [Fact]
    public async Task Without_clean_colors_a_cutout_has_the_frames_own()
    {
        Host.Need();

        var run = await FfmpegAsync("cutout|0.5|0|0|0.7|n");

        var frames = await File.ReadAllBytesAsync(clip.Raw);
        Assert.Equal((0, ""), (run.Code, run.Error));
        AssertAlike(clip.Masks, Channel(run.Output, 3), Tolerance);
        Assert.Equal(Channel(frames, 1), Channel(run.Output, 1));
    }

    [Theory]
    [InlineData("black", 0, 0, 0)]
    [InlineData("green", 0, 177, 64)]
    public async Task Over_a_color_the_background_has_it(string output, byte red, byte green, byte blue)
    {
        Host.Need();

        var run = await FfmpegAsync(output);

        Assert.Equal((0, ""), (run.Code, run.Error));
        var background = clip.Masks.AsSpan().IndexOf((byte)0) * BytesPerPixel;
        Assert.Equal([red, green, blue, 255], run.Output.AsSpan(background, BytesPerPixel).ToArray());
    }

    [Fact]
    public async Task GStreamers_masks_are_the_command_lines()
    {
        Host.Need("gst-launch-1.0");

        var run = await GStreamerAsync("output=mask", $"size={Host.Size}");

        Assert.Equal((0, ""), (run.Code, run.Error));
        var made = await File.ReadAllBytesAsync(Path.Combine(clip.Host.Folder, "out.rgba"));
        AssertGrayAndOpaque(made);
        AssertAlike(clip.Masks, Channel(made, 0), Tolerance);
    }

    [Fact]
    public async Task Melts_cutouts_have_the_command_lines_masks_as_alpha()
    {
        Host.Need("melt");

        var run = await new Melt(clip.Host).RunAsync([clip.File, .. Filter()], "real_time=-1");

        Assert.True(run.Code == 0 && run.Complaints.Count == 0, run.Error);
        var alpha = Channel(await new Melt(clip.Host).FramesAsync(), 3);
        AssertAlike(clip.Masks, alpha, Tolerance);
    }

    [Fact]
    public async Task Melts_three_threads_share_one_worker_and_lose_no_frame()
    {
        Host.Need("melt");

        // Without smoothing, because each instance sees every third frame only.
        var run = await new Melt(clip.Host).RunAsync([clip.File, .. Filter("7=0")], "real_time=-3");

        Assert.True(run.Code == 0 && run.Complaints.Count == 0, run.Error);
        Assert.Single(clip.Host.Workers());
        var alpha = Channel(await new Melt(clip.Host).FramesAsync(), 3);
        var unsmoothed = Channel((await FfmpegAsync("mask|0.5|0|0|0")).Output, 0);
        AssertAlike(unsmoothed, alpha, Tolerance);
    }

    private Task<HostRun> FfmpegAsync(string parameters) => clip.Host.RunAsync(
        "ffmpeg",
        ["-v", "error", .. clip.Input, "-vf", $"frei0r=u2video:|{Host.Size}|cpu|{parameters}", "-f", "rawvideo", "-pix_fmt", "rgba", "-"]);

    private Task<HostRun> GStreamerAsync(params string[] properties) => clip.Host.RunAsync(
        "gst-launch-1.0",
        [
            "-q", "filesrc", $"location={clip.Raw}", "!", "rawvideoparse", $"width={Clip.Width}", $"height={Clip.Height}", "format=rgba",
            "framerate=25/1", "!", "frei0r-filter-u2video", .. properties, "!", "filesink", "location=out.rgba",
        ]);

    private static string[] Filter(params string[] parameters) =>
        ["-filter", "frei0r.u2video", $"1={Host.Size}", "2=cpu", .. parameters];

    private static byte[] Channel(byte[] frames, int channel) =>
        [.. Enumerable.Range(0, frames.Length / BytesPerPixel).Select(pixel => frames[(pixel * BytesPerPixel) + channel])];

    private static void AssertGrayAndOpaque(byte[] frames)
    {
        Assert.Equal(Channel(frames, 0), Channel(frames, 1));
        Assert.Equal(Channel(frames, 0), Channel(frames, 2));
        Assert.All(Channel(frames, 3).Chunk(Clip.Width), row => Assert.True(row.AsSpan().IndexOfAnyExcept((byte)255) < 0));
    }

    private static void AssertAlike(byte[] expected, byte[] actual, int tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.Equal((0, 255), (expected.Min(), expected.Max()));
        Assert.InRange(expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max(), 0, tolerance);
    }
}
