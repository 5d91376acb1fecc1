using U2Video.Tests;

namespace U2Video.Pipeline.Tests.Decoding;

/// <summary>GIFs as they are shown: delays, partial frames, transparency.</summary>
public sealed class GifSourceTests : ClipTests
{
    public static TheoryData<string> Suite
    {
        get
        {
            string[] names =
            [
                "animation", "animation-no-delays", "animation-zero-delays", "dispose-keep", "dispose-none", "dispose-restore-background",
                "dispose-restore-previous", "images-combine", "images-overlap", "interlace", "transparent",
            ];
            return [.. names];
        }
    }

    [Fact]
    public async Task Mixed_delays_are_kept_and_too_short_ones_are_players_ten()
    {
        WriteGif(At("in.gif"), [5, 50, 0, 1, 100, 3, 20]);
        double[] starts = [0, 0.05, 0.55, 0.65, 0.75, 1.75, 1.78];

        await RunAsync(At("in.gif"), Original("out.gif"), Original("out.mp4"), Original("out.webm"), Original("out.apng"));

        Assert.Equal(starts, Ffmpeg.FrameTimes(At("out.gif")).Select(time => Math.Round(time, 2)));
        Assert.Equal(starts, Ffmpeg.FrameTimes(At("out.mp4")).Select(time => Math.Round(time, 3)));
        Assert.Equal(starts, Ffmpeg.FrameTimes(At("out.webm")).Select(time => Math.Round(time, 3)));
        Assert.Equal(starts, Ffmpeg.FrameTimes(At("out.apng")).Select(time => Math.Round(time, 3)));
        Assert.Equal(1.98, Ffmpeg.Duration(At("out.gif")), 0.0001);
        Assert.Equal(1.98, Ffmpeg.Duration(At("out.mp4")), 0.0011);
        Assert.Equal(1.98, Ffmpeg.Duration(At("out.webm")), 0.0011);
    }

    [Fact]
    public async Task A_part_ends_with_its_own_last_frame()
    {
        WriteGif(At("in.gif"), [10, 30, 20, 150]);

        await RunAsync(At("in.gif"), options => options with { MaxFrames = 2 }, Original("two.gif"));
        await RunAsync(At("in.gif"), options => options with { To = TimeSpan.FromSeconds(0.5) }, Original("to.gif"));

        Assert.Equal(0.4, Ffmpeg.Duration(At("two.gif")), 0.0001);
        Assert.Equal(3, Ffmpeg.FrameTimes(At("to.gif")).Count);
        Assert.Equal(0.5, Ffmpeg.Duration(At("to.gif")), 0.0001);
    }

    [Theory]
    [MemberData(nameof(Suite))]
    public async Task Pictures_are_those_of_the_suite(string name)
    {
        var conf = Fixtures.Shared("media", "gif-suite", "pygif", name + ".conf");
        Assert.SkipWhen(conf is null, $"../shared/media/gif-suite/pygif/{name}.conf is not here.");
        var folder = Path.GetDirectoryName(conf)!;
        var pixels = File.ReadLines(conf).Where(line => line.StartsWith("pixels = ", StringComparison.Ordinal))
            .Select(line => Path.Combine(folder, line[9..])).ToArray();
        var delays = File.ReadLines(conf).Where(line => line.StartsWith("delay = ", StringComparison.Ordinal))
            .Select(line => double.Parse(line[8..], null) / 100).ToArray();

        await RunAsync(Path.Combine(folder, name + ".gif"), Original("out/"), Original("out.gif"));

        // The suite lays images without a delay over each other; browsers show each for a tenth of a second, and so do we.
        var apart = name switch { "images-combine" => 3, "images-overlap" or "dispose-restore-previous" => 1, _ => 0 };
        Assert.Equal(pixels.Length + apart, Directory.GetFiles(At("out")).Length);
        for (var i = 0; i < pixels.Length; i++)
        {
            // The panel shows what is transparent as black.
            var expected = File.ReadAllBytes(pixels[i]).Chunk(4).SelectMany(p => p[3] == 0 ? new byte[3] : p[..3]);
            Assert.Equal(expected, Ffmpeg.Pixels(At($"out/{apart + i + 1:D6}.png")));
        }

        var times = Ffmpeg.FrameTimes(At("out.gif"));
        double[] shown = [.. Enumerable.Repeat(0.0, apart), .. delays];
        for (var i = 0; i < Math.Min(shown.Length, times.Count) - 1; i++)
        {
            Assert.Equal(shown[i] < 0.02 ? 0.1 : shown[i], times[i + 1] - times[i], 0.0001);
        }
    }

    // A picture of 16×16, one color each, for each delay in hundredths of a second; ffmpeg itself does not write such delays.
    private static void WriteGif(string path, int[] delays)
    {
        using var file = File.Create(path);
        file.Write([.. "GIF89a"u8, 16, 0, 16, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
        file.Write([0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        for (var i = 0; i < delays.Length; i++)
        {
            file.Write([0x21, 0xF9, 4, 0, (byte)delays[i], (byte)(delays[i] >> 8), 0, 0]);
            file.Write([0x2C, 0, 0, 0, 0, 16, 0, 16, 0, 0x80, (byte)(i * 30), 100, 200, 255, 255, 255]);

            // Codes of three bits: a clear code before every pixel keeps them so.
            var bits = Enumerable.Repeat(new[] { 4, 0 }, 256).SelectMany(codes => codes).Append(5).SelectMany(
                code => new[] { code & 1, (code >> 1) & 1, (code >> 2) & 1 });
            var data = bits.Chunk(8).Select(chunk => (byte)chunk.Select((bit, place) => bit << place).Sum()).ToArray();
            file.WriteByte(2);
            foreach (var block in data.Chunk(255))
            {
                file.Write([(byte)block.Length, .. block]);
            }

            file.WriteByte(0);
        }

        file.WriteByte(0x3B);
    }
}
