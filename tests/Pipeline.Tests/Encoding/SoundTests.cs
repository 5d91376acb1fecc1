namespace U2Video.Pipeline.Tests.Encoding;

/// <summary>Sound, subtitles, chapters and tags, and where they stand against the frames.</summary>
public sealed class SoundTests : ClipTests
{
    // A packet of AAC at 44100 Hz.
    private const double Packet = 1024 / 44100.0;
    private const string Video = "testsrc2=s=32x32:r=25:d=1.2";

    [Theory]
    [InlineData("mono", "-c:a", "aac")]
    [InlineData("5.1", "-c:a", "aac")]
    [InlineData("stereo", "-c:a", "pcm_s16le")]
    public async Task Sound_keeps_its_length_and_place(string layout, params string[] codec)
    {
        var input = MakeWithSound("in.mov", Video, "sine=d=1.2:r=44100", ["-af", $"aformat=channel_layouts={layout}", .. codec]);

        await RunAsync(input, Original("out.mp4"), Original("out.mkv"), Original("out.webm"));

        Assert.Equal("aac," + layout, Ffmpeg.Field(At("out.mp4"), "codec_name,channel_layout", "a:0"));
        Assert.Equal("opus," + layout, Ffmpeg.Field(At("out.webm"), "codec_name,channel_layout", "a:0"));
        Assert.StartsWith(codec[1], Ffmpeg.Field(At("out.mkv"), "codec_name", "a:0"), StringComparison.Ordinal);
        AssertSound(input, At("out.mp4"));
        AssertSound(input, At("out.mkv"));
        AssertSound(input, At("out.webm"));
    }

    [Theory]
    [InlineData("mkv", 0.5, 0)]
    [InlineData("mkv", 0, 0.5)]
    [InlineData("ts", 0, 0.5)]
    [InlineData("ts", 0.5, 0)]
    public async Task A_late_start_of_either_stays(string container, double lateVideo, double lateAudio)
    {
        string[] codecs = ["-c:v", "libx264", "-bf", "2", "-c:a", "ac3"];
        Ffmpeg.Run(
            ["-f", "lavfi", "-itsoffset", $"{lateVideo}", "-i", Video, "-f", "lavfi", "-itsoffset", $"{lateAudio}", "-i", "sine=d=1.2",
                .. codecs, At("in." + container)]);
        var input = At("in." + container);
        Assert.InRange(Offset(input), lateAudio - lateVideo - 0.05, lateAudio - lateVideo + 0.05);

        await RunAsync(input, Original("out.mp4"), Original("out.mkv"), Original("out.webm"));

        foreach (var name in new[] { "out.mp4", "out.mkv", "out.webm" })
        {
            Assert.Equal((name, 30), (name, Ffmpeg.FrameTimes(At(name)).Count));

            // Half a frame: encoders of sound begin with a packet of their own.
            Assert.InRange(Math.Abs(Offset(At(name)) - Offset(input)), 0, 0.02);
            Assert.InRange(Math.Min(Ffmpeg.Extent(At(name), "v:0").Start, Ffmpeg.Extent(At(name), "a:0").Start), -0.03, 0.03);
        }
    }

    [Fact]
    public async Task Without_sound_a_late_start_is_none()
    {
        Ffmpeg.Run("-f", "lavfi", "-itsoffset", "0.5", "-i", Video, "-f", "lavfi", "-i", "sine=d=1.2", At("in.mkv"));

        await RunAsync(At("in.mkv"), options => options with { KeepAudio = false }, Original("out.mp4"), Original("out.gif"));

        Assert.Equal(["h264"], Ffmpeg.Codecs(At("out.mp4")));
        Assert.Equal(0, Ffmpeg.FrameTimes(At("out.mp4"))[0]);
        Assert.Equal(1.2, Ffmpeg.Duration(At("out.mp4")), 0.001);
        Assert.Equal(1.2, Ffmpeg.Duration(At("out.gif")), 0.001);
    }

    [Fact]
    public async Task Sound_longer_or_shorter_than_the_picture_stays_so()
    {
        var longer = MakeWithSound("longer.mp4", Video, "sine=d=2:r=44100", "-c:a", "aac");
        var shorter = MakeWithSound("shorter.mp4", Video, "sine=d=0.6:r=44100", "-c:a", "aac");

        await RunAsync(longer, Original("longer.mkv"));
        await RunAsync(shorter, Original("shorter.mkv"));

        Assert.Equal(30, Ffmpeg.FrameTimes(At("longer.mkv")).Count);
        Assert.Equal(30, Ffmpeg.FrameTimes(At("shorter.mkv")).Count);
        Assert.Equal(2, Ffmpeg.Extent(At("longer.mkv"), "a:0").End, 2 * Packet);
        Assert.Equal(0.6, Ffmpeg.Extent(At("shorter.mkv"), "a:0").End, 2 * Packet);
    }

    [Fact]
    public async Task Chapters_tags_and_subtitles_are_taken_along()
    {
        File.WriteAllText(At("in.srt"), "1\n00:00:00,200 --> 00:00:00,600\nHello there\n\n2\n00:00:00,700 --> 00:00:01,000\nBye\n");
        File.WriteAllText(
            At("in.txt"),
            ";FFMETADATA1\ntitle=A walk\nartist=Somebody\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=600\ntitle=Going\n" +
            "[CHAPTER]\nTIMEBASE=1/1000\nSTART=600\nEND=1200\ntitle=Coming\n");
        Ffmpeg.Run(
            "-f", "lavfi", "-i", Video, "-f", "lavfi", "-i", "sine=d=1.2", "-i", At("in.srt"), "-i", At("in.txt"), "-map", "0", "-map", "1",
            "-map", "2",
            "-map_metadata", "3", "-map_chapters", "3", "-metadata:s:a:0", "language=fin", "-c:s", "srt", At("in.mkv"));

        await RunAsync(At("in.mkv"), Original("out.mp4"), Original("out.webm"), Original("out.mkv"));

        Assert.Equal("mov_text", Ffmpeg.Field(At("out.mp4"), "codec_name", "s:0"));
        Assert.Equal("webvtt", Ffmpeg.Field(At("out.webm"), "codec_name", "s:0"));
        Assert.Equal("subrip", Ffmpeg.Field(At("out.mkv"), "codec_name", "s:0"));
        foreach (var name in new[] { "out.mp4", "out.webm", "out.mkv" })
        {
            Assert.Equal(["Going", "Coming"], Ffmpeg.Probe(At(name), "-show_entries", "chapter_tags=title"));
            Assert.Equal(["A walk"], Ffmpeg.Probe(At(name), "-show_entries", "format_tags=title"));
            Assert.Equal("fin", Ffmpeg.Probe(At(name), "-select_streams", "a:0", "-show_entries", "stream_tags=language")[0]);
            Assert.Equal(Subtitles("in.mkv"), Subtitles(name));
        }

        // Vorbis begins with a packet of its own, so pictures and subtitles of the source are a little late.
        Assert.Contains("Hello there", Subtitles("in.mkv"), StringComparison.Ordinal);
        string Subtitles(string name) =>
            System.Text.Encoding.UTF8.GetString(Ffmpeg.Output("-v", "error", "-i", At(name), "-map", "0:s:0", "-f", "srt", "-"));
    }

    [Fact]
    public async Task A_part_has_the_sound_of_the_part()
    {
        // Each second of the sound has a pitch of its own, and key frames stand far apart.
        var input = MakeWithSound(
            "in.mp4", "testsrc2=s=32x32:r=25:d=4", "aevalsrc='sin(2*PI*t*220*(1+floor(t)))':d=4:s=44100", "-c:a", "aac", "-g", "100", "-bf",
            "2");
        var all = Ffmpeg.FrameTimes(input);

        await RunAsync(
            input, options => options with { From = TimeSpan.FromSeconds(1.2), To = TimeSpan.FromSeconds(2) }, Original("out.mp4"),
            Original("out.mkv"), Original("out.webm"), Original("out/"));

        Assert.Equal(20, all.Count(time => time is >= 1.1999 and < 1.9999));
        var expected = Ffmpeg.Pixels(input)[(30 * 32 * 32 * 3)..(50 * 32 * 32 * 3)];
        var written = Enumerable.Range(1, 20).SelectMany(i => Ffmpeg.Pixels(At($"out/{i:D6}.png"))).ToArray();
        Assert.Equal(expected.Length, written.Length);
        Assert.InRange(expected.Zip(written).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 2);
        foreach (var name in new[] { "out.mp4", "out.mkv", "out.webm" })
        {
            Assert.Equal((name, 20), (name, Ffmpeg.FrameTimes(At(name)).Count));
            Assert.Equal(0, Ffmpeg.FrameTimes(At(name))[0]);
            var (start, end) = Ffmpeg.Extent(At(name), "a:0");
            Assert.InRange(start, -Packet, Packet);
            Assert.InRange(end, 0.8 - Packet, 0.8 + Packet);
        }
    }

    [Fact]
    public async Task Sound_ends_with_the_last_of_a_number_of_frames()
    {
        var input = MakeWithSound("in.mp4", "testsrc2=s=32x32:r=25:d=3", "sine=d=3:r=44100", "-c:a", "aac", "-bf", "2");
        var brief = MakeWithSound("brief.mp4", "testsrc2=s=32x32:r=25:d=3", "sine=d=0.4:r=44100", "-c:a", "aac");

        await RunAsync(
            input, options => options with { MaxFrames = 25, From = TimeSpan.FromSeconds(0.4) }, Original("out.mp4"), Original("out.webm"));
        await RunAsync(brief, options => options with { MaxFrames = 25 }, Original("brief.mkv"));

        Assert.Equal(25, Ffmpeg.FrameTimes(At("out.mp4")).Count);
        Assert.Equal(1.0, Ffmpeg.Extent(At("out.mp4"), "a:0").End, Packet);
        Assert.Equal(1.0, Ffmpeg.Extent(At("out.webm"), "a:0").End, Packet);
        Assert.Equal("1.000000", Ffmpeg.Field(At("out.mp4"), "duration"));
        Assert.Equal(25, Ffmpeg.FrameTimes(At("brief.mkv")).Count);
        Assert.Equal(0.4, Ffmpeg.Extent(At("brief.mkv"), "a:0").End, 2 * Packet);
    }

    private static double Offset(string path) => Ffmpeg.Extent(path, "a:0").Start - Ffmpeg.Extent(path, "v:0").Start;

    private static void AssertSound(string input, string output)
    {
        var (before, after) = (Ffmpeg.Extent(input, "a:0"), Ffmpeg.Extent(output, "a:0"));
        Assert.InRange(Math.Abs(before.End - after.End), 0, Packet);
        Assert.InRange(Math.Abs(Offset(input) - Offset(output)), 0, Packet);
    }
}
