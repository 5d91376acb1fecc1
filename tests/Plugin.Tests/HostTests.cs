namespace U2Video.Plugin.Tests;

/// <summary>The real hosts on the sample clip: frames, sizes, alpha, and the same mattes as the command line's.</summary>
public sealed class HostTests(Clip clip) : IClassFixture<Clip>
{
    private const int BytesPerPixel = 4;

    // Rounding of the network's arithmetic.
    private const int Tolerance = 1;

    // MLT converts pixels on their way, also where it need not.
    private const int ToleranceOfMlt = 2;

    private const int MostTriesOfMelt = 5;

    private static readonly TimeSpan LongestSilenceOfMelt = TimeSpan.FromSeconds(30);

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
        var source = Path.Combine(clip.Host.Folder, "in.mkv");
        await clip.Host.RunAsync("ffmpeg", ["-v", "error", "-y", .. clip.Input, "-pix_fmt", "bgra", "-c:v", "ffv1", source]);

        var run = await MeltAsync(source, "real_time=-1");

        Assert.True(run.Code == 0 && run.Complaints.Count == 0, run.Error);
        var alpha = Channel(await DecodedAsync("melt.mov"), 3);
        AssertAlike(clip.Masks, alpha, ToleranceOfMlt);
    }

    [Fact]
    public async Task Melts_three_threads_share_one_worker_and_lose_no_frame()
    {
        Host.Need("melt");
        var source = Path.Combine(clip.Host.Folder, "in3.mkv");
        await clip.Host.RunAsync("ffmpeg", ["-v", "error", "-y", .. clip.Input, "-pix_fmt", "bgra", "-c:v", "ffv1", source]);

        // Without smoothing, because each instance sees every third frame only.
        var run = await MeltAsync(source, "real_time=-3", "7=0");

        Assert.True(run.Code == 0 && run.Complaints.Count == 0, run.Error);
        Assert.Single(clip.Host.Workers());
        var alpha = Channel(await DecodedAsync("melt.mov"), 3);
        var unsmoothed = Channel((await FfmpegAsync("mask|0.5|0|0|0")).Output, 0);
        AssertAlike(unsmoothed, alpha, ToleranceOfMlt);
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

    // On a busy machine melt 7.12 sometimes never begins, also without any filter (a quarter of 120 runs, 16 at the same time): its main
    // thread waits for a consumer that has ended. Its output is empty then, and it is started again.
    private async Task<HostRun> MeltAsync(string source, string realTime, params string[] parameters)
    {
        var made = new FileInfo(Path.Combine(clip.Host.Folder, "melt.mov"));
        for (var tries = 1; ; tries++)
        {
            using var melt = clip.Host.Start(
                "melt",
                [
                    source, "-filter", "frei0r.u2video", $"1={Host.Size}", "2=cpu", .. parameters, "-consumer", "avformat:melt.mov",
                    "vcodec=qtrle", "pix_fmt=argb", "mlt_image_format=rgba", "an=1", realTime, "-silent",
                ]);
            var end = Host.EndAsync(melt);
            await Task.WhenAny(end, Task.Delay(LongestSilenceOfMelt));
            made.Refresh();
            if (end.IsCompleted || made is { Exists: true, Length: > 0 } || tries == MostTriesOfMelt)
            {
                return await end;
            }

            melt.Kill();
            await end;
        }
    }

    private async Task<byte[]> DecodedAsync(string file) => (await clip.Host.RunAsync(
        "ffmpeg", "-v", "error", "-i", file, "-frames:v", $"{Clip.Frames}", "-pix_fmt", "rgba", "-f", "rawvideo", "-")).Output;

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
