using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>What editors find an original by: timecode, reel, time and place of the recording, read back by ffprobe.</summary>
public sealed class RecordingTests : ClipTests
{
    private const string Ntsc = "testsrc2=s=64x48:r=30000/1001:d=1";
    private const string Created = "2020-01-02T03:04:05.000000Z";

    [Theory]
    [InlineData("in.mov")]
    [InlineData("in.mp4")]
    [InlineData("in.mkv")]
    [InlineData("in.mxf", "-c:v", "mpeg2video")]
    public async Task Timecode_goes_from_each_container_into_each(string name, params string[] encoding)
    {
        Make(name, Ntsc, ["-timecode", "00:00:59;20", .. encoding]);

        await RunAsync(
            At(name), Original("out.mov"), Original("out.mp4"), Original("out.mkv"), Original("prores.mov") with { Codec = "prores" });

        AssertTimecode("00:00:59;20", "out.mov", "out.mp4", "out.mkv", "prores.mov");
        Assert.Equal(["tmcd"], Ffmpeg.Probe(At("out.mov"), "-select_streams", "d", "-show_entries", "stream=codec_tag_string"));
    }

    // The first frame from there on is the third after the first, the ninth, the fifteenth.
    [Theory]
    [InlineData("00:00:59;27", 0.1, "00:01:00;02")]
    [InlineData("00:00:59;20", 0.28, "00:00:59;29")]
    [InlineData("00:00:59;27", 0.5, "00:01:00;14")]
    [InlineData("00:09:59;27", 0.5, "00:10:00;12")]
    [InlineData("00:00:59:27", 0.5, "00:01:00:12")]
    public async Task A_part_begins_with_its_own_timecode(string start, double from, string expected)
    {
        Make("in.mov", Ntsc, "-timecode", start, "-bf", "2");

        await RunAsync(
            At("in.mov"), options => options with { From = TimeSpan.FromSeconds(from) }, Original("out.mov"), Original("out.mkv"));

        AssertTimecode(expected, "out.mov", "out.mkv");
    }

    [Fact]
    public async Task A_piped_part_does_so_too()
    {
        MakeWithSound("in.mkv", "testsrc2=s=64x48:r=25:d=2", "sine=d=2", "-timecode", "10:00:00:00", "-c:v", "mpeg4", "-c:a", "aac");

        await RunAsync(
            MediaSource.FromStream(FedStream.Of(await File.ReadAllBytesAsync(At("in.mkv"), Cancellation))),
            options => options with { From = TimeSpan.FromSeconds(1.2) },
            Original("out.mov"));

        AssertTimecode("10:00:01:05", "out.mov");
        Assert.Equal(["h264", "aac"], Ffmpeg.Codecs(At("out.mov")).Take(2));
    }

    [Fact]
    public async Task Without_a_timecode_there_is_none()
    {
        Make("in.mov", Ntsc);

        await RunAsync(At("in.mov"), Original("out.mov"));

        Assert.Equal(["h264"], Ffmpeg.Codecs(At("out.mov")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Time_and_place_of_the_recording_are_kept(bool withSound)
    {
        Make("in.mov", Ntsc, "-metadata", $"creation_time={Created}", "-metadata", "location=+48.2082-016.3719/");

        await RunAsync(
            At("in.mov"), options => options with { KeepAudio = withSound }, Original("out.mov"), Original("out.mp4"), Original("out.mkv"));

        foreach (var name in new[] { "out.mov", "out.mp4", "out.mkv" })
        {
            Assert.Equal(Created, Tag(name, "creation_time"));
            Assert.Equal("+48.2082-016.3719/", Tag(name, "location"), ignoreCase: true);
        }
    }

    [Fact]
    public async Task A_telephone_s_tags_stay_in_mov_and_their_place_everywhere()
    {
        Make(
            "in.mov", Ntsc, "-movflags", "use_metadata_tags", "-metadata", "com.apple.quicktime.location.ISO6709=+48.2082-016.3719/",
            "-metadata", "com.apple.quicktime.model=iPhone 15");

        await RunAsync(At("in.mov"), Original("out.mov"), Original("out.mp4"));

        Assert.Equal("iPhone 15", Tag("out.mov", "com.apple.quicktime.model"));
        Assert.Equal("+48.2082-016.3719/", Tag("out.mov", "com.apple.quicktime.location.ISO6709"));
        Assert.Equal("+48.2082-016.3719/", Tag("out.mp4", "location"));
    }

    [Fact]
    public async Task A_reel_is_kept_with_its_timecode()
    {
        Make("in.mov", Ntsc, "-timecode", "01:00:00:00", "-metadata:s:v", "reel_name=A001C002", "-metadata:s:v", "timecode=01:00:00:00");

        await RunAsync(At("in.mov"), Original("out.mov"));

        Assert.Equal(["A001C002"], Ffmpeg.Probe(At("out.mov"), "-select_streams", "d", "-show_entries", "stream_tags=reel_name"));
        AssertTimecode("01:00:00:00", "out.mov");
    }

    [Fact]
    public async Task A_part_of_a_stream_that_is_written_into_a_pipe_has_them_too()
    {
        Make("in.mov", Ntsc, "-timecode", "01:00:00:00", "-metadata", $"creation_time={Created}");
        using var output = new TakingStream();

        await RunAsync(At("in.mov"), Original("out") with { Path = null, Stream = output, Format = "mov" });

        await File.WriteAllBytesAsync(At("out.mov"), output.Bytes, Cancellation);
        AssertTimecode("01:00:00:00", "out.mov");
        Assert.Equal(Created, Tag("out.mov", "creation_time"));
    }

    private void AssertTimecode(string expected, params string[] names)
    {
        foreach (var name in names)
        {
            Assert.Equal(
                [(name, expected)], Ffmpeg.Probe(At(name), "-show_entries", "format_tags=timecode:stream_tags=timecode")
                    .Select(found => (name, found)).Distinct());
        }
    }

    private string Tag(string name, string tag) => Ffmpeg.Probe(At(name), "-show_entries", $"format_tags={tag}").FirstOrDefault() ?? "";
}
