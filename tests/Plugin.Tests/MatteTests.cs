using System.Globalization;

namespace U2Video.Plugin.Tests;

/// <summary>With a matte file no network runs, and hosts may show the clip's frames in any order.</summary>
public sealed class MatteTests(Clip clip) : IClassFixture<Clip>
{
    private const int BytesPerPixel = 4;
    private const int FrameBytes = Clip.Width * Clip.Height * BytesPerPixel;

    // No such model is there to be loaded.
    private const string NoModel = "no-such-model";

    [Fact]
    public async Task Ffmpegs_masks_are_the_command_lines_and_no_model_is_opened()
    {
        Host.Need();
        await MakeMatteAsync();

        var run = await FfmpegAsync("0.7", "in.matte");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(clip.Masks, Gray(run.Output));
    }

    // The times of a filter begin with the first frame that it gets.
    [Fact]
    public async Task A_frame_gets_the_mask_of_its_time()
    {
        Host.Need();
        await MakeMatteAsync();
        await clip.Host.RunAsync(
            "ffmpeg", "-v", "error", "-y", "-i", clip.File, "-vf", "select=eq(n\\,2)", "-fps_mode", "passthrough", "-c:v", "ffv1",
            "third.mkv");
        var whole = await FfmpegAsync("0", "in.matte");

        var run = await FfmpegAsync("0", "in.matte|0.08", "third.mkv");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(whole.Output[(2 * FrameBytes)..(3 * FrameBytes)], run.Output);
    }

    [Theory]
    [InlineData("real_time=-1")]
    [InlineData("real_time=-3")]
    public async Task Melt_shows_a_project_whose_clip_goes_back_in_time(string realTime)
    {
        Host.Need("melt");
        await MakeMatteAsync();
        await File.WriteAllTextAsync(Path.Combine(clip.Host.Folder, "project.mlt"), Project());
        var unsmoothed = Gray((await FfmpegAsync("0", "in.matte")).Output).Chunk(Clip.Width * Clip.Height).ToArray();

        var run = await new Melt(clip.Host).RunAsync(["project.mlt"], realTime);

        Assert.True(run.Code == 0 && run.Complaints.Count == 0, run.Error);
        var made = Alpha(await new Melt(clip.Host).FramesAsync()).Chunk(Clip.Width * Clip.Height).ToArray();
        Assert.Equal([unsmoothed[2], unsmoothed[3], unsmoothed[0], unsmoothed[1]], made);
    }

    [Theory]
    [InlineData("nowhere.matte", "nowhere.matte", Clip.Frames)]
    [InlineData("in.mkv", "in.mkv", Clip.Frames)]
    [InlineData("in.matte|60", "no mask for 60.00 s", Clip.Frames)]
    [InlineData("in.matte|soon", "matte start 'soon'", Clip.Frames)]
    [InlineData("in.matte|0.08", "one frame more", 2)]
    public async Task What_has_no_mask_passes_through_marked(string matte, string why, int marked)
    {
        Host.Need();
        await MakeMatteAsync();

        var run = await FfmpegAsync("0", matte);

        Assert.Equal(0, run.Code);
        Assert.Contains(why, Assert.Single(run.Complaints), StringComparison.Ordinal);
        Assert.Equal(marked, run.Output.Chunk(FrameBytes).Count(frame => frame.AsSpan(0, BytesPerPixel).SequenceEqual(Marked)));
    }

    [Fact]
    public async Task A_matte_of_frames_of_another_shape_is_refused()
    {
        Host.Need();
        await MakeMatteAsync();

        var run = await clip.Host.RunAsync(
            "ffmpeg", "-v", "error", "-i", clip.File, "-vf", $"crop=480:240,format=rgba,frei0r=u2video:{Parameters("0", "in.matte")}",
            "-frames:v", "1", "-f", "rawvideo", "-");

        Assert.Contains("another shape", Assert.Single(run.Complaints), StringComparison.Ordinal);
    }

    private static ReadOnlySpan<byte> Marked => [255, 0, 255, 255];

    private static string Parameters(string smoothing, string matte) => $"{NoModel}|{Host.Size}|cpu|mask|0.5|0|0|{smoothing}|y|{matte}";

    private static byte[] Gray(byte[] frames) => [.. frames.Where((_, index) => index % BytesPerPixel == 0)];

    private static byte[] Alpha(byte[] frames) => [.. frames.Where((_, index) => index % BytesPerPixel == BytesPerPixel - 1)];

    private async Task MakeMatteAsync()
    {
        var run = await clip.Host.RunAsync(Host.Program, clip.File, "--matte", "in.matte", "--size", Host.Size);
        Assert.True(run.Code == 0, run.Error);
    }

    private Task<HostRun> FfmpegAsync(string smoothing, string matte, string input = "in.mkv") => clip.Host.RunAsync(
        "ffmpeg", "-v", "error", "-i", input, "-vf", $"format=rgba,frei0r=u2video:{Parameters(smoothing, matte)}", "-f", "rawvideo", "-");

    // As Kdenlive and Shotcut write a clip with an effect that was cut into two pieces.
    private string Project() => string.Create(CultureInfo.InvariantCulture, $"""
        <?xml version="1.0" encoding="utf-8"?>
        <mlt LC_NUMERIC="C" root="{clip.Host.Folder}">
          <profile width="{Clip.Width}" height="{Clip.Height}" progressive="1" sample_aspect_num="1" sample_aspect_den="1"
                   display_aspect_num="1" display_aspect_den="1" frame_rate_num="25" frame_rate_den="1"/>
          <producer id="producer0" in="0" out="{Clip.Frames - 1}">
            <property name="mlt_service">avformat</property>
            <property name="resource">in.mkv</property>
            <filter in="0" out="{Clip.Frames - 1}">
              <property name="mlt_service">frei0r.u2video</property>
              <property name="0">{NoModel}</property>
              <property name="7">0</property>
              <property name="9">in.matte</property>
            </filter>
          </producer>
          <playlist id="playlist0">
            <entry producer="producer0" in="2" out="3"/>
            <entry producer="producer0" in="0" out="1"/>
          </playlist>
          <tractor id="tractor0"><track producer="playlist0"/></tractor>
        </mlt>
        """);
}
