using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;

namespace U2Video.Pipeline.Tests.Decoding;

/// <summary>Pictures that are the frames of one clip.</summary>
public sealed class SequenceTests : ClipTests
{
    [Fact]
    public async Task A_hundred_pictures_are_the_same_clip_as_their_frames()
    {
        var clip = Fixtures.Shared("media", "clips", "cup.mp4");
        Assert.SkipWhen(clip is null, "../shared/media/clips/cup.mp4 is not here.");
        Directory.CreateDirectory(At("in"));
        Ffmpeg.Run("-i", clip, "-frames:v", "100", "-vf", "scale=320:-2", At("in/%05d.png"));
        Ffmpeg.Run("-framerate", "25", "-i", At("in/%05d.png"), "-c:v", "ffv1", "-pix_fmt", "bgr0", At("in.mkv"));

        await RunAsync(MediaSource.FromSequence(At("in/%05d.png")), Smoothed, Mask("pictures.nut"));
        await RunAsync(MediaSource.FromSequence(At("in")), Smoothed, Mask("folder.nut"));
        await RunAsync(At("in.mkv"), Smoothed, Mask("clip.nut"));

        var masks = Ffmpeg.Pixels(At("clip.nut"), "gray");
        Assert.Equal(100 * 320 * 240, masks.Length);
        Assert.InRange(masks.Average(value => value), 1, 254);
        Assert.Equal(masks, Ffmpeg.Pixels(At("pictures.nut"), "gray"));
        Assert.Equal(masks, Ffmpeg.Pixels(At("folder.nut"), "gray"));
        Assert.Equal(Ffmpeg.FrameTimes(At("clip.nut")), Ffmpeg.FrameTimes(At("pictures.nut")));

        static PipelineOptions Smoothed(PipelineOptions options) => options with { Smoothing = new SmoothingOptions() };
    }

    [Theory]
    [InlineData("shot.%04d.png")]
    [InlineData("shot.####.png")]
    public async Task Numbers_and_rate_are_kept(string pattern)
    {
        Make("shot.%04d.png", "testsrc2=s=64x48:r=25:d=1", "-start_number", "1001");

        await RunAsync(
            MediaSource.FromSequence(At(pattern), new Rational(30000, 1001)), Original("out/same.%04d.png"), Mask("masks/m-##.png"),
            Original("out.mkv") with { Codec = "ffv1" });

        Assert.Equal(Numbered(1001, 25, "same.{0:D4}.png"), Names("out"));
        Assert.Equal(Numbered(1001, 25, "m-{0}.png"), Names("masks"));
        Assert.Equal(Ffmpeg.Pixels(At("shot.1025.png")), Ffmpeg.Pixels(At("out/same.1025.png")));
        Assert.Equal(24 * 1001 / 30000.0, Ffmpeg.FrameTimes(At("out.mkv"))[^1], 0.001);
    }

    [Fact]
    public async Task A_part_keeps_the_numbers_of_its_pictures()
    {
        Make("shot.%04d.png", "testsrc2=s=64x48:r=25:d=1", "-start_number", "10");

        await RunAsync(
            MediaSource.FromSequence(At("shot.%04d.png"), new Rational(10, 1)),
            options => options with { From = TimeSpan.FromSeconds(0.45), To = TimeSpan.FromSeconds(0.8) },
            Original("out/"));

        Assert.Equal(Numbered(15, 3, "{0:D6}.png"), Names("out"));
        Assert.Equal(Ffmpeg.Pixels(At("shot.0015.png")), Ffmpeg.Pixels(At("out/000015.png")));
        var error = await FailAsync<InputException>(
            At("shot.%04d.png"), options => options with { From = TimeSpan.FromSeconds(1) });
        Assert.Contains("has no picture in that part; its 25 pictures end at 1 s", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_in_a_folder_have_their_natural_order()
    {
        Make("%d.png", "testsrc2=s=64x48:r=12:d=1", "-start_number", "0");
        Directory.CreateDirectory(At("in"));
        foreach (var number in Enumerable.Range(0, 12))
        {
            File.Move(At($"{number}.png"), At($"in/take {(number < 6 ? "a" : "b")}%d {number}.png"));
        }

        File.WriteAllText(At("in/notes.txt"), "Not a picture.");
        await RunAsync(MediaSource.FromSequence(At("in")), Original("out/"));

        Assert.Equal(Numbered(1, 12, "{0:D6}.png"), Names("out"));
        File.Copy(At("in/take b%d 10.png"), At("eleventh.png"));
        Assert.Equal(Ffmpeg.Pixels(At("eleventh.png")), Ffmpeg.Pixels(At("out/000011.png")));
    }

    [Fact]
    public async Task A_gap_names_the_first_missing_picture()
    {
        Make("in-%03d.png", "testsrc2=s=64x48:r=10:d=1");
        File.Delete(At("in-004.png"));
        File.Delete(At("in-007.png"));

        foreach (var input in new[] { At("in-%03d.png"), Folder })
        {
            var error = await FailAsync<InputException>(input);
            Assert.StartsWith(At("in-004.png") + ": is missing; ", error, StringComparison.Ordinal);
            Assert.Contains("has the numbers 1 to 10", error, StringComparison.Ordinal);
        }

        await RunAsync(MediaSource.FromSequence(At("in-*.png")), Mask("m.mkv"));
        Assert.Equal(8, Ffmpeg.FrameTimes(At("m.mkv")).Count);
    }

    [Theory]
    [InlineData("48x64", "is 48×64, and")]
    [InlineData("64x50", "is 64×50, and")]
    [InlineData("32x24", "is 32×24, and")]
    public async Task A_picture_of_another_size_is_named(string size, string says)
    {
        Make("in-%03d.png", "testsrc2=s=64x48:r=10:d=1");
        Make("other.png", $"testsrc2=s={size}:r=1:d=1", "-frames:v", "1");
        File.Move(At("other.png"), At("in-006.png"), overwrite: true);

        var error = await FailAsync<InputException>(At("in-%03d.png"));

        Assert.StartsWith(At("in-006.png") + ": " + says, error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("fail.mkv")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    public async Task A_damaged_picture_is_named(int number)
    {
        Make("in-%03d.png", "testsrc2=s=64x48:r=10:d=1");
        var damaged = At($"in-{number:D3}.png");
        await File.WriteAllBytesAsync(damaged, (await File.ReadAllBytesAsync(damaged, Cancellation))[..200], Cancellation);

        Assert.StartsWith(damaged + ": cannot be decoded", await FailAsync<InputException>(At("in-%03d.png")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_sequence_is_refused_in_one_line()
    {
        Make("clip.mp4", "testsrc2=s=64x48:r=10:d=0.3");
        Make("a.png", "testsrc2=s=64x48:r=1:d=1", "-frames:v", "1");
        Make("b.jpg", "testsrc2=s=64x48:r=1:d=1", "-frames:v", "1");
        Directory.CreateDirectory(At("empty"));
        (string Input, string Says)[] cases =
        [
            ("clip.mp4", "is no sequence of pictures"), ("none/%d.png", "the folder does not exist"),
            ("x%d.png", "there is no such picture"),
            ("", "is of another format than"), ("empty", "holds no pictures"),
        ];
        foreach (var (input, says) in cases)
        {
            var error = await FailAsync<InputException>(At(input));
            Assert.Contains(says, error, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1001, 1)]
    public async Task A_rate_out_of_range_is_refused(long numerator, long denominator)
    {
        var source = MediaSource.FromSequence(At("%d.png"), new Rational(numerator, denominator));

        await Assert.ThrowsAsync<UsageException>(() => RunAsync(source, Mask("m.mkv")));
    }

    [Fact]
    public async Task Pictures_are_not_written_among_those_that_are_read()
    {
        Make("in-%03d.png", "testsrc2=s=64x48:r=10:d=0.3");
        var sequence = MediaSource.FromSequence(At("in-%03d.png"));

        await Assert.ThrowsAsync<UsageException>(() => RunAsync(sequence, Original("in-###.png")));
        await Assert.ThrowsAsync<UsageException>(() => RunAsync(MediaSource.FromSequence(Folder), Mask("m-###.png")));
        await Assert.ThrowsAsync<UsageException>(() => RunAsync(sequence, Mask("./")));
        await RunAsync(sequence, Mask("m-###.png"));

        Assert.Equal(["in-001.png", "in-002.png", "in-003.png", "m-001.png", "m-002.png", "m-003.png"], Names("."));
    }

    private MaskOutput Mask(string name) => new() { Path = At(name) };

    private IEnumerable<string?> Names(string folder) => Directory.GetFiles(At(folder)).Select(Path.GetFileName).Order();

    private static IEnumerable<string> Numbered(int first, int count, string format) =>
        Enumerable.Range(first, count).Select(number => string.Format(null, format, number));

    private async Task<string> FailAsync<T>(string input, Func<PipelineOptions, PipelineOptions>? change = null)
        where T : Exception
    {
        var source = MediaSource.FromSequence(input);
        return (await Assert.ThrowsAsync<T>(() => RunAsync(source, change ?? (options => options), Mask("fail.mkv")))).Message;
    }
}
