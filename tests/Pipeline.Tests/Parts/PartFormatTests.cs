using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Parts;

/// <summary>Parts of outputs of every kind become what a single run makes.</summary>
public sealed class PartFormatTests(PartedClips clips) : IClassFixture<PartedClips>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("out.mov", "prores", "yuva444p10le")]
    [InlineData("out.mov", "qtrle", "argb")]
    [InlineData("out.nut", "ffv1", "bgra")]
    public async Task What_has_only_key_frames_has_the_same_pixels(string name, string codec, string format)
    {
        var (whole, joined) = await MakeAsync(new CutoutOutput { Path = At(name), Codec = codec });

        Assert.Equal(Ffmpeg.FrameTimes(whole), Ffmpeg.FrameTimes(joined));
        Assert.Equal(Ffmpeg.Pixels(whole, format), Ffmpeg.Pixels(joined, format));
    }

    [Theory]
    [InlineData("out.gif")]
    [InlineData("out.apng")]
    [InlineData("out.webp")]
    [InlineData("out.raw")]
    [InlineData("out.nut")]
    public async Task What_is_written_in_one_piece_is_the_same_file(string name)
    {
        Assert.SkipUnless(!name.EndsWith("webp", StringComparison.Ordinal) || Ffmpeg.Has("encoders", "libwebp_anim"), "No libwebp here.");
        var (whole, joined) = await MakeAsync(new CutoutOutput { Path = At(name) });

        Assert.Equal(await File.ReadAllBytesAsync(whole, Stop), await File.ReadAllBytesAsync(joined, Stop));
    }

    [Theory]
    [InlineData("out.gif")]
    [InlineData("out.y4m")]
    [InlineData("out.raw")]
    public async Task Masks_in_one_piece_are_the_same_file(string name)
    {
        var (whole, joined) = await MakeAsync(new MaskOutput { Path = At(name) });

        Assert.Equal(await File.ReadAllBytesAsync(whole, Stop), await File.ReadAllBytesAsync(joined, Stop));
    }

    [Theory]
    [InlineData("out/")]
    [InlineData("out-%04d.png")]
    [InlineData("out.####.exr")]
    public async Task Pictures_have_the_same_numbers(string name)
    {
        var (whole, joined) = await MakeAsync(new CutoutOutput { Path = Path.Combine(_folder, name) });

        var (expected, made) = (Pictures(whole), Pictures(joined));
        Assert.Equal(14, made.Length);
        Assert.Equal(
            expected.Select(path => Path.GetFileName(path).Replace("whole-", "", StringComparison.Ordinal)), made.Select(Path.GetFileName));
        Assert.All(expected.Zip(made), pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
    }

    [Theory]
    [InlineData("out.mp4", "h264")]
    [InlineData("out.mkv", "h264")]
    [InlineData("out.mov", "hevc")]
    [InlineData("out.mp4", "av1")]
    [InlineData("out.webm", "vp9")]
    public async Task What_depends_on_frames_before_has_the_same_times_and_sound(string name, string codec)
    {
        var (whole, joined) = await MakeAsync(new CombinedOutput { Path = At(name), Codec = codec });

        Assert.Equal(Ffmpeg.FrameTimes(whole), Ffmpeg.FrameTimes(joined));
        Assert.Equal(Ffmpeg.Codecs(whole), Ffmpeg.Codecs(joined));
        Assert.Equal(Ffmpeg.Extent(whole, "v:0"), Ffmpeg.Extent(joined, "v:0"));
        Assert.Equal(Ffmpeg.Duration(whole), Ffmpeg.Duration(joined));
        Assert.Equal(Ffmpeg.Field(whole, "codec_tag_string"), Ffmpeg.Field(joined, "codec_tag_string"));
        Assert.Equal(Sound(whole), Sound(joined));

        // Rate control begins anew with each part, so pixels differ a little.
        var (one, other) = (Ffmpeg.Pixels(whole), Ffmpeg.Pixels(joined));
        Assert.Equal(one.Length, other.Length);
        Assert.InRange(one.Zip(other, (a, b) => Math.Abs(a - b)).Average(), 0, 4);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static byte[] Sound(string path) =>
        Ffmpeg.Output("-nostdin", "-loglevel", "error", "-i", path, "-map", "0:a:0", "-f", "s16le", "-");

    private async Task<(string Whole, string Joined)> MakeAsync(MediaOutput output)
    {
        PartedClips.Make(At("in.mp4"), 14, "", "-c:v", "libx264", "-bf", "2", "-c:a", "aac");
        var options = new PipelineOptions { Input = At("in.mp4"), Outputs = [output] };
        var whole = await clips.MakeWholeAsync(options);
        await clips.MakeInPartsAsync(options, 2);
        return (whole[0], output.Path!);
    }

    private static string[] Pictures(string name) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(name)!, Path.GetFileName(name).Split('%', '#')[0] + "*").Order()];

    private string At(string name) => Path.Combine(_folder, name);
}
