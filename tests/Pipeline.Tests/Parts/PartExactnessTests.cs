using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline.Tests.Parts;

/// <summary>Parts have the frames and times of a single run, to the bit.</summary>
public sealed class PartExactnessTests(PartedClips clips) : IClassFixture<PartedClips>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Two scenes of six frames: with two parts the cut is at the border, and with 13 one part has no frames.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(13)]
    public async Task Any_number_of_parts_gives_the_same_frames(int count)
    {
        PartedClips.Make(At("in.mp4"), 12, "", "-c:v", "libx264", "-bf", "3", "-g", "5");

        await AssertSameAsync(Masks("in.mp4"), count);
    }

    [Theory]
    [InlineData("vfr.mkv", "select='not(mod(n,3))+lt(mod(n,10),4)'", "-vsync", "passthrough", "-c:v", "libx264", "-g", "30", "-bf", "3")]
    [InlineData("open.ts", "", "-c:v", "libx264", "-x264-params", "open-gop=1:keyint=8:bframes=5:b-adapt=0")]
    [InlineData("open.mpg", "", "-c:v", "mpeg2video", "-g", "9", "-bf", "2")]
    [InlineData("open.avi", "", "-c:v", "libx264", "-x264-params", "open-gop=1:keyint=8:bframes=5:b-adapt=0")]
    [InlineData("open.mxf", "", "-c:v", "libx264", "-x264-params", "open-gop=1:keyint=8:bframes=5:b-adapt=0", "-ar", "48000")]
    [InlineData("frozen.mkv", "loop=loop=14:size=1:start=5", "-c:v", "ffv1", "-pix_fmt", "bgr0")]
    [InlineData("interlaced.mp4", "fieldorder=tff", "-c:v", "libx264", "-flags", "+ildct+ilme", "-x264-params", "tff=1:keyint=9")]
    [InlineData("deep.mkv", "", "-c:v", "ffv1", "-pix_fmt", "yuv422p10le")]
    [InlineData("packets.avi", "", "-c:v", "mpeg4", "-bf", "2")]
    [InlineData("palette.gif", "fps=20")]
    public async Task Any_clip_gives_the_same_frames(string name, params string[] arguments)
    {
        PartedClips.Make(At(name), 20, arguments);

        await AssertSameAsync(Masks(name), 3);
    }

    [Fact]
    public async Task A_rotated_clip_that_is_cut_by_an_edit_list_gives_the_same_frames()
    {
        PartedClips.Make(At("plain.mp4"), 40, "transpose=cclock", "-c:v", "libx264", "-g", "12", "-bf", "2");
        Ffmpeg.Run("-ss", "0.37", "-i", At("plain.mp4"), "-c", "copy", "-metadata:s:v", "rotate=90", At("in.mp4"));

        await AssertSameAsync(Masks("in.mp4"), 3);
    }

    [Theory]
    [InlineData("in.mp4")]
    [InlineData("in.ts")]
    [InlineData("in.avi")]
    public async Task A_range_and_a_limit_give_the_same_frames(string name)
    {
        PartedClips.Make(At(name), 40, "", "-c:v", "libx264", "-g", "12", "-bf", "2");
        var range = Masks(name) with { From = TimeSpan.FromSeconds(0.31), To = TimeSpan.FromSeconds(1.2), MaxFrames = 17 };

        await AssertSameAsync(range, 3);

        Assert.Equal(17, Ffmpeg.FrameTimes(At("mask.mkv")).Count);
    }

    [Theory]
    [InlineData("average")]
    [InlineData("edits")]
    [InlineData("range")]
    public async Task What_remembers_a_scene_gives_the_same_frames(string memory)
    {
        PartedClips.Make(At("in.mp4"), 24, "", "-c:v", "libx264", "-g", "12");
        var options = Masks("in.mp4");
        options = memory switch
        {
            "average" => options with { Smoothing = new SmoothingOptions { Mode = SmoothingMode.Ema } },
            "edits" => options with
            {
                Edits = new MatteEdits
                {
                    FillHoles = new FrameArea(0.02, IsShare: true),
                    DropSpecks = new FrameArea(0.03, IsShare: true),
                    Keep = new Keep.Largest(),
                },
            },
            _ => options,
        };

        await AssertSameAsync(options, 3, isStretched: memory == "range");
    }

    [Fact]
    public async Task A_picked_part_is_followed_into_all_parts()
    {
        PartedClips.Make(At("in.mp4"), 24, "", "-c:v", "libx264", "-g", "12");
        var options = Masks("in.mp4");
        var unpicked = await clips.MakeWholeAsync(options, isStretched: true);
        var first = Ffmpeg.Pixels(unpicked[0], "gray")[..(96 * 96)];
        var place = Array.IndexOf(first, first.Max());
        Assert.InRange(first[place], 128, 255);

        var pick = new Pick(new FrameLength(place % 96), new FrameLength(place / 96));
        await AssertSameAsync(options with { Edits = new MatteEdits { Picks = [pick] }, Overwrite = true }, 3, isStretched: true);
    }

    [Fact]
    public async Task Alpha_of_the_clip_and_a_background_that_moves_give_the_same_frames()
    {
        PartedClips.Make(At("in.mov"), 20, "format=argb,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='255-2*X'", "-c:v", "qtrle");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=64x64:r=17:d=0.4", "-c:v", "ffv1", At("back.mkv"));
        var options = new PipelineOptions
        {
            Input = At("in.mov"),
            Outputs =
            [
                new CompositeOutput
                {
                    Path = At("composite.mkv"),
                    Codec = "ffv1",
                    Background = BackgroundSpec.FromFile(At("back.mkv")),
                },
            ],
        };

        await AssertSameAsync(options, 4);
    }

    [Fact]
    public async Task A_matte_file_serves_the_parts_and_is_left_alone()
    {
        PartedClips.Make(At("in.mp4"), 24, "", "-c:v", "libx264");
        var options = Masks("in.mp4") with { Matte = At("in.matte") };
        await new VideoPipeline(clips.Network()).RunAsync(
            options with { Outputs = [], To = TimeSpan.FromSeconds(0.5) }, null, TestContext.Current.CancellationToken);
        var before = await File.ReadAllBytesAsync(At("in.matte"), TestContext.Current.CancellationToken);

        await clips.MakeInPartsAsync(options, 3);
        var after = await File.ReadAllBytesAsync(At("in.matte"), TestContext.Current.CancellationToken);
        var whole = await clips.MakeWholeAsync(options with { Matte = null });

        Assert.Equal(before, after);
        AssertSame(whole[0], At("mask.mkv"));
    }

    private PipelineOptions Masks(string input) => new()
    {
        Input = At(input),
        Outputs =
        [
            new MaskOutput { Path = At("mask.mkv"), Codec = "ffv1" }, new CutoutOutput { Path = At("cutout.mkv"), Codec = "ffv1" },
        ],
    };

    private async Task AssertSameAsync(PipelineOptions options, int count, bool isStretched = false)
    {
        var whole = await clips.MakeWholeAsync(options, isStretched);
        await clips.MakeInPartsAsync(options, count, isStretched);

        for (var i = 0; i < whole.Count; i++)
        {
            AssertSame(whole[i], options.Outputs[i].Path!);
            Assert.False(new PartFolder(options.Outputs[i].Path!).Exists);
        }
    }

    private static void AssertSame(string whole, string joined)
    {
        var format = Ffmpeg.Field(whole, "pix_fmt");
        var pixels = Ffmpeg.Pixels(whole, format);

        Assert.Equal(Ffmpeg.FrameTimes(whole), Ffmpeg.FrameTimes(joined));
        Assert.True(pixels.Distinct().Count() > 10, "There is nothing to see.");
        Assert.True(pixels.AsSpan().SequenceEqual(Ffmpeg.Pixels(joined, format)), "Pixels differ.");
    }

    private string At(string name) => Path.Combine(_folder, name);
}
