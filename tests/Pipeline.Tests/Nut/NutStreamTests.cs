using U2Video.Core.Imaging;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Tests.Nut;

/// <summary>Raw video in NUT: ours to ours, ours to ffmpeg's, ffmpeg's to ours; and damaged.</summary>
public sealed class NutStreamTests : ClipTests
{
    private const int Width = 7;
    private const int Height = 5;

    private static readonly long[] Times = [0, 1, 5, 6, 1000, 1_000_000, 1_000_001];

    public static TheoryData<string> LayoutNames => [.. Layouts.Keys];

    private static Dictionary<string, PixelLayout> Layouts { get; } =
        new[] { PixelLayout.Rgb24, PixelLayout.Rgba32, PixelLayout.Gray8, PixelLayout.Rgb48, PixelLayout.Rgba64, PixelLayout.Gray16 }
            .ToDictionary(layout => layout.Name);

    [Theory]
    [MemberData(nameof(LayoutNames))]
    public async Task What_is_written_is_read_by_us_and_by_ffmpeg(string name)
    {
        var layout = Layouts[name];
        var (bytes, pixels) = await WriteAsync(layout);

        bytes.Position = 0;
        var reader = await NutReader.OpenAsync(bytes, Cancellation);
        Assert.Equal(new VideoFormat(Width, Height, new Rational(1001, 30000), new Rational(4, 3), layout), reader.Video);
        foreach (var (time, expected) in Times.Zip(pixels))
        {
            using var frame = await reader.ReadFrameAsync(Cancellation);
            Assert.Equal(time, frame!.Timestamp);
            Assert.Equal(expected, frame.Pixels.ToArray());
        }

        Assert.Null(await reader.ReadFrameAsync(Cancellation));

        await File.WriteAllBytesAsync(At("ours.nut"), bytes.ToArray(), Cancellation);
        Assert.Equal(pixels.SelectMany(frame => frame), Ffmpeg.Pixels(At("ours.nut"), name));
        Assert.Equal(
            Times.Select(time => Math.Round(time * 1001 / 30000.0, 5)),
            Ffmpeg.FrameTimes(At("ours.nut")).Select(time => Math.Round(time, 5)));
        Assert.Equal($"{Width},{Height},4:3", Ffmpeg.Field(At("ours.nut"), "width,height,sample_aspect_ratio"));
    }

    [Theory]
    [MemberData(nameof(LayoutNames))]
    public async Task What_ffmpeg_writes_is_read(string name)
    {
        var path = Make("theirs.nut", $"testsrc=s={Width}x{Height}:r=30000/1001:d=0.3,setsar=3/2", "-c:v", "rawvideo", "-pix_fmt", name);
        var expected = Ffmpeg.Pixels(path, name);
        await using var file = File.OpenRead(path);

        var reader = await NutReader.OpenAsync(file, Cancellation);

        Assert.Equal(
            (Width, Height, name, new Rational(3, 2)),
            (reader.Video.Width, reader.Video.Height, reader.Video.Layout.Name, reader.Video.SampleAspect));
        var count = 0;
        for (; await reader.ReadFrameAsync(Cancellation) is { } frame; count++)
        {
            using (frame)
            {
                Assert.Equal(count * 1001 / 30000.0, frame.Timestamp * reader.Video.TimeBase.Value, 9);
                Assert.Equal(expected[(count * frame.ByteCount)..((count + 1) * frame.ByteCount)], frame.Pixels.ToArray());
            }
        }

        Assert.Equal(9, count);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_anywhere_says_so_or_ends_between_frames()
    {
        var (bytes, pixels) = await WriteAsync(PixelLayout.Rgb24);
        var whole = bytes.ToArray();
        for (var length = 0; length < whole.Length; length += 3)
        {
            var frames = await CountAsync(whole[..length]);
            Assert.InRange(frames ?? 0, 0, pixels.Count - 1);
        }
    }

    [Fact]
    public async Task A_damaged_stream_is_refused_or_read_but_never_waited_for()
    {
        var (bytes, _) = await WriteAsync(PixelLayout.Gray8);
        var whole = bytes.ToArray();
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var harmed = whole.ToArray();
            for (var j = random.Next(1, 4); j > 0; j--)
            {
                harmed[random.Next(harmed.Length)] = (byte)random.Next(256);
            }

            await CountAsync(harmed).WaitAsync(TimeSpan.FromSeconds(5), Cancellation);
        }
    }

    // How many frames are read; null where the reader refused the stream in the ways that it says it does.
    private static async Task<int?> CountAsync(byte[] bytes)
    {
        try
        {
            var reader = await NutReader.OpenAsync(new MemoryStream(bytes), Cancellation);
            for (var count = 0; ; count++)
            {
                using var frame = await reader.ReadFrameAsync(Cancellation);
                if (frame is null)
                {
                    return count;
                }
            }
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<(MemoryStream Bytes, List<byte[]> Pixels)> WriteAsync(PixelLayout layout)
    {
        var random = new Random(7);
        var pixels = Times.Select(_ => new byte[Width * Height * layout.BytesPerPixel]).ToList();
        pixels.ForEach(random.NextBytes);
        var bytes = new MemoryStream();
        var writer = new NutWriter(bytes, new VideoFormat(Width, Height, new Rational(1001, 30000), new Rational(4, 3), layout));
        await writer.WriteHeaderAsync(Cancellation);
        foreach (var (time, frame) in Times.Zip(pixels))
        {
            await writer.WriteFrameAsync(frame, time, Cancellation);
        }

        return (bytes, pixels);
    }
}
