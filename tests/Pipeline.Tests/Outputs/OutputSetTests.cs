using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Outputs;

/// <summary>Many outputs of one run: all, or none.</summary>
public sealed class OutputSetTests : ClipTests
{
    [Fact]
    public async Task Five_outputs_of_one_run_are_all_there()
    {
        var input = MakeWithSound("in.mp4", "testsrc2=s=64x48:r=10:d=1", "sine=d=1", "-c:a", "aac");

        await RunAsync(
            input,
            new CombinedOutput { Path = At("combined.mp4"), Panels = [Panel.Original, Panel.Mask, Panel.Cutout] },
            new MaskOutput { Path = At("mask.mkv") },
            new CutoutOutput { Path = At("cutout.webm") },
            new CutoutOutput { Path = At("cutout/") },
            new CompositeOutput { Path = At("composite.gif"), Background = BackgroundSpec.FromColor(0, 255, 0) });

        Assert.Equal((192, 48), Ffmpeg.Size(At("combined.mp4")));
        Assert.Equal(["h264", "aac"], Ffmpeg.Codecs(At("combined.mp4")));
        foreach (var name in new[] { "combined.mp4", "mask.mkv", "cutout.webm", "composite.gif" })
        {
            Assert.Equal((name, 10), (name, Ffmpeg.FrameTimes(At(name)).Count));
        }

        Assert.Equal("1", Ffmpeg.Probe(At("cutout.webm"), "-select_streams", "v:0", "-show_entries", "stream_tags=alpha_mode")[0]);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"{i:D6}.png"), Directory.GetFiles(At("cutout")).Select(Path.GetFileName).Order());
        Assert.Equal(["combined.mp4", "composite.gif", "cutout", "cutout.webm", "in.mp4", "mask.mkv"], Names());
    }

    [Fact]
    public async Task One_that_fails_leaves_none()
    {
        // H.264 in 4:4:4 takes no side above 16384; the others would be fine.
        var input = Make("in.mkv", "color=s=8200x16:r=5:d=1", "-c:v", "ffv1");

        var error = await Assert.ThrowsAsync<U2VideoException>(() => RunAsync(
            input, new MaskOutput { Path = At("mask.mkv") }, new CombinedOutput { Path = At("combined.mp4") },
            new CutoutOutput { Path = At("cutout/") }));

        Assert.Contains("combined.mp4: encoding failed", error.Message, StringComparison.Ordinal);
        Assert.Equal(["in.mkv"], Names());
    }

    [Fact]
    public async Task Codec_quality_and_arguments_reach_the_encoder()
    {
        var input = Make("in.mp4", "testsrc2=s=128x96:r=10:d=1", "-qp", "10");

        await RunAsync(
            input,
            Original("low.mp4") with { Quality = 10 },
            Original("high.mp4") with { Quality = 95 },
            Original("hevc.mp4") with { Codec = "hevc" },
            Original("comment.mp4") with { FFmpegArguments = ["-metadata", "comment=spaces and 'quotes'", "-bf", "0"] });

        Assert.True(new FileInfo(At("low.mp4")).Length * 2 < new FileInfo(At("high.mp4")).Length);
        Assert.Equal("hevc,hvc1", Ffmpeg.Field(At("hevc.mp4"), "codec_name,codec_tag_string"));
        Assert.Equal("0", Ffmpeg.Field(At("comment.mp4"), "has_b_frames"));
        Assert.Equal(["spaces and 'quotes'"], Ffmpeg.Probe(At("comment.mp4"), "-show_entries", "format_tags=comment"));
    }

    private IEnumerable<string?> Names() => Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
