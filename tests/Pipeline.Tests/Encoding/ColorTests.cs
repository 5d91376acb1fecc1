using U2Video.Pipeline.Notices;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Colors, tags, depth and shape of pixels.</summary>
public sealed class ColorTests : ClipTests
{
    [Theory]
    [InlineData("bt709", "tv", "bt709", "yuv420p")]
    [InlineData("bt601", "tv", "smpte170m", "yuv420p")]
    [InlineData("bt601", "pc", "smpte170m", "yuvj420p")]
    [InlineData("bt709", "pc", "bt709", "yuv444p")]
    public async Task Colors_and_their_tags_are_kept(string matrix, string range, string tag, string format)
    {
        // An orange differs by tens between the matrices, and by tens between the ranges.
        var input = Make(
            "in.mp4",
            "color=0xE08020:s=64x48:r=5:d=0.6",
            "-vf", $"scale=flags={Ffmpeg.Exact}:out_color_matrix={matrix}:out_range={range},format={format}",
            "-colorspace", tag, "-color_primaries", tag, "-color_trc", tag, "-color_range", range, "-c:v", "libx264", "-qp", "4");
        AssertOrange(input);

        await RunAsync(input, Original("out.mp4"), Original("out.webm"), Original("out.gif"), Original("out/"));

        AssertOrange(At("out.mp4"));
        AssertOrange(At("out.webm"));
        AssertOrange(At("out.gif"));
        AssertOrange(At("out/000001.png"));
        Assert.Equal($"{range},{tag},{tag},{tag}", Ffmpeg.Field(At("out.mp4"), "color_range,color_space,color_transfer,color_primaries"));
        Assert.Equal($"{range},{tag}", Ffmpeg.Field(At("out.webm"), "color_range,color_space"));
    }

    [Theory]
    [InlineData("gamma22", "bt470m")]
    [InlineData("gamma28", "bt470bg")]
    [InlineData("linear", "linear")]
    [InlineData("iec61966-2-1", "iec61966-2-1")]
    public async Task Every_transfer_function_is_tagged_as_the_source_has_it(string option, string name)
    {
        var input = Make("in.mp4", "testsrc2=s=64x48:r=5:d=0.4", "-color_trc", option);
        Assert.Equal(name, Ffmpeg.Field(input, "color_transfer"));

        await RunAsync(input, Original("out.mp4"), Original("out.mkv"));

        Assert.Equal(name, Ffmpeg.Field(At("out.mp4"), "color_transfer"));
        Assert.Equal(name, Ffmpeg.Field(At("out.mkv"), "color_transfer"));
    }

    [Fact]
    public async Task A_clip_without_tags_is_read_as_players_read_it_and_written_with_tags()
    {
        var small = Make(
            "small.mkv", "color=0xE08020:s=64x48:r=5:d=0.4", "-vf", $"scale=flags={Ffmpeg.Exact}:out_color_matrix=bt601,format=yuv420p",
            "-c:v", "ffv1");
        var large = Make(
            "large.mkv", "color=0xE08020:s=1280x64:r=5:d=0.4", "-vf", $"scale=flags={Ffmpeg.Exact}:out_color_matrix=bt709,format=yuv420p",
            "-c:v", "ffv1");

        await RunAsync(small, Original("small.mp4"));
        await RunAsync(large, Original("large.mp4"));

        AssertOrange(At("small.mp4"));
        AssertOrange(At("large.mp4"));
        Assert.Equal("smpte170m", Ffmpeg.Field(At("small.mp4"), "color_space"));
        Assert.Equal("bt709", Ffmpeg.Field(At("large.mp4"), "color_space"));
    }

    [Fact]
    public async Task A_gif_becomes_a_clip_in_the_colors_of_the_gif()
    {
        var input = Make("in.gif", "color=0xE08020:s=64x48:r=5:d=0.4");
        await RunAsync(input, Original("out.mp4"), Original("out.webp"));
        AssertOrange(At("out.mp4"));
        Assert.Equal("bt709", Ffmpeg.Field(At("out.mp4"), "color_space"));
    }

    [Fact]
    public async Task Av1_takes_clips_of_uneven_times()
    {
        var input = Make("in.mkv", "testsrc2=s=64x64:r=90000/3001:d=0.3", "-vf", "setpts='PTS+mod(N,2)*7'", "-c:v", "ffv1");

        await RunAsync(input, Original("out.mkv") with { Codec = "av1" }, Original("out.webm") with { Codec = "av1" });

        Assert.Equal("av1", Ffmpeg.Field(At("out.webm"), "codec_name"));
        TimingTests.AssertTimes(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(At("out.mkv")), 0.0011);
    }

    [Fact]
    public async Task Ten_bits_stay_ten_bits()
    {
        // A ramp of 1024 steps over 1024 columns.
        var input = Make(
            "in.mkv", "color=s=1024x64:r=5:d=0.4", "-vf", "format=yuv444p10le,geq=lum=64+X*876/1024:cb=512:cr=512", "-c:v", "ffv1");

        await RunAsync(input, Original("out.mp4"), Original("out.mov"), Original("out.mkv"), Original("out.webm"), Original("out/"));

        Assert.Equal("hevc,yuv420p10le", Ffmpeg.Field(At("out.mp4"), "codec_name,pix_fmt"));
        Assert.Equal("hevc,yuv420p10le", Ffmpeg.Field(At("out.mov"), "codec_name,pix_fmt"));
        Assert.Equal("hevc,yuv420p10le", Ffmpeg.Field(At("out.mkv"), "codec_name,pix_fmt"));
        Assert.Equal("vp9,yuv420p10le", Ffmpeg.Field(At("out.webm"), "codec_name,pix_fmt"));
        Assert.Equal("rgb48be", Ffmpeg.Field(At("out/000001.png"), "pix_fmt"));
        Assert.InRange(Levels(At("out.mp4")), 400, 1024);
        Assert.InRange(Levels(At("out.webm")), 400, 1024);
        Assert.InRange(Levels(At("out/000001.png")), 800, 1024);
    }

    [Theory]
    [InlineData("smpte2084")]
    [InlineData("arib-std-b67")]
    public async Task High_dynamic_range_keeps_its_tags(string transfer)
    {
        var input = MakeHdr(transfer);

        var notices = await RunAsync(input, options => options, Original("out.mp4"), Original("out.mkv"), Original("out.webm"));

        Assert.IsType<HighDynamicRangeNotice>(Assert.Single(notices));
        foreach (var name in new[] { "out.mp4", "out.mkv", "out.webm" })
        {
            Assert.Equal(
                $"yuv420p10le,tv,bt2020nc,{transfer},bt2020",
                Ffmpeg.Field(At(name), "pix_fmt,color_range,color_space,color_transfer,color_primaries"));
        }

        var (before, after) = (Luma(input), Luma(At("out.mp4")));
        Assert.InRange(Math.Abs(before - after), 0, 4);
    }

    [Fact]
    public async Task Tone_mapping_makes_BT709_of_sane_brightness()
    {
        var input = MakeHdr("smpte2084");

        await RunAsync(input, options => options with { ToneMap = true }, Original("out.mp4"), Original("out.gif"));

        Assert.Equal("tv,bt709,bt709,bt709", Ffmpeg.Field(At("out.mp4"), "color_range,color_space,color_transfer,color_primaries"));

        // PQ 0.58 is about 200 candela a square metre: bright, not white and not gray.
        var (red, green, blue) = Ffmpeg.Color(At("out.gif"), 8, 8, 16);
        Assert.All(new[] { red, green, blue }, value => Assert.InRange(value, 120, 250));
    }

    [Fact]
    public async Task Oblong_pixels_stay_oblong()
    {
        var input = Make("in.mp4", "testsrc2=s=72x48:r=5:d=0.4", "-vf", "setsar=4/3");
        await RunAsync(input, Original("out.mp4"), Original("out.mkv"), Original("out.webm"));
        foreach (var name in new[] { "out.mp4", "out.mkv", "out.webm" })
        {
            Assert.Equal("72,48,4:3", Ffmpeg.Field(At(name), "width,height,sample_aspect_ratio"));
        }
    }

    [Fact]
    public async Task Odd_sizes_stay_exact_in_every_codec()
    {
        var input = Make("in.mkv", "testsrc=s=67x65:r=5:d=0.4", "-c:v", "ffv1");
        await RunAsync(
            input,
            Original("h264.mp4"),
            Original("hevc.mp4") with { Codec = "hevc" },
            Original("vp9.webm"),
            Original("prores.mov") with { Codec = "prores" },
            Original("qtrle.mov") with { Codec = "qtrle" },
            Original("ffv1.mkv") with { Codec = "ffv1" },
            Original("out.gif"),
            Original("out.y4m"));
        foreach (var name in new[] { "h264.mp4", "hevc.mp4", "vp9.webm", "prores.mov", "qtrle.mov", "ffv1.mkv", "out.gif", "out.y4m" })
        {
            Assert.Equal((name, 67, 65), (name, Ffmpeg.Size(At(name)).Width, Ffmpeg.Size(At(name)).Height));
            Assert.Equal(2, Ffmpeg.FrameTimes(At(name)).Count);
        }
    }

    private string MakeHdr(string transfer) => Make(
        "in.mp4", "color=s=64x64:r=5:d=0.4", "-vf", "format=yuv420p10le,geq=lum=572:cb=512:cr=512", "-c:v", "libx265", "-x265-params",
        "log-level=none",
        "-color_trc", transfer, "-color_primaries", "bt2020", "-colorspace", "bt2020nc", "-color_range", "tv");

    private static double Luma(string path) => Samples(path, "gray10le").Average(value => (double)value);

    private static int Levels(string path) => Samples(path, "gray16le").Take(1024 * 4).Distinct().Count();

    private static IEnumerable<int> Samples(string path, string format)
    {
        var bytes = Ffmpeg.Pixels(path, format);
        return Enumerable.Range(0, bytes.Length / 2).Select(i => bytes[2 * i] | (bytes[(2 * i) + 1] << 8));
    }

    private static void AssertOrange(string path)
    {
        var (red, green, blue) = Ffmpeg.Color(path, 16, 16, 16);
        Assert.InRange(red, 0xE0 - 2, 0xE0 + 2);
        Assert.InRange(green, 0x80 - 2, 0x80 + 2);
        Assert.InRange(blue, 0x20 - 2, 0x20 + 2);
    }
}
