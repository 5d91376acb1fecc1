using System.Buffers.Binary;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>Inputs that are well-formed but odd, and some that only claim to be.</summary>
internal static class OddClips
{
    private const string Six = "testsrc2=s=48x32:r=25:d=0.24";

    /// <summary>All of them.</summary>
    public static IEnumerable<HostileFile> All() => [.. Sizes(), .. Gifs(), .. Times(), .. Streams(), .. NoMedia()];

    private static IEnumerable<HostileFile> Sizes() =>
    [
        HostileFile.Made("1x1.png", true, Lavfi("color=red:s=8x8,format=rgb24,crop=1:1", "-frames:v", "1", "-update", "1")),
        HostileFile.Made("1x1.gif", true, Lavfi("color=red:s=8x8:r=5:d=1,format=rgb24,crop=1:1")),
        HostileFile.Made("1x4000.png", true, Lavfi("color=red:s=8x4000,format=rgb24,crop=1:4000", "-frames:v", "1", "-update", "1")),
        HostileFile.Made("16000x16.mkv", true, Lavfi("color=red:s=16000x16:r=5:d=0.4", "-c:v", "ffv1")),
        HostileFile.Of("20000x20000-claimed.png", PngClaiming(20000, 20000), passes: false),
        HostileFile.Of("2147483647x1-claimed.png", PngClaiming(int.MaxValue, 1), passes: false),
        HostileFile.Of("65535x65535.gif", GifBytes.Of(GifBytes.Header(65535, 65535), GifBytes.Frame(0, 0, 2, 1, 10)), passes: false),
        HostileFile.OfText("30000x30000.y4m", "YUV4MPEG2 W30000 H30000 F25:1 Ip A1:1 C420jpeg\nFRAME\nxx"),
        HostileFile.OfText("no-frames.y4m", "YUV4MPEG2 W16 H16 F25:1 Ip A1:1 C420jpeg\n"),
        new HostileFile("two-sizes.ts", path => Concatenate(path, "testsrc2=s=48x32:r=25:d=0.24", "testsrc2=s=96x64:r=25:d=0.24"), true),
        new HostileFile("two-sizes.mpg", path => Concatenate(path, "testsrc2=s=96x64:r=25:d=0.24", "testsrc2=s=48x32:r=25:d=0.24"), true),
    ];

    private static IEnumerable<HostileFile> Gifs() =>
    [
        HostileFile.Of("one-frame.gif", GifBytes.Of(GifBytes.Header(2, 1), GifBytes.Frame(0, 0, 2, 1, 10)), passes: true),
        HostileFile.Of(
            "no-delay.gif", GifBytes.Of(GifBytes.Header(2, 1), GifBytes.Frame(0, 0, 2, 1, 0), GifBytes.Frame(0, 0, 2, 1, 0)), passes: true),
        HostileFile.Of("longest-delay.gif",
            GifBytes.Of(GifBytes.Header(2, 1), GifBytes.Frame(0, 0, 2, 1, 65535), GifBytes.Frame(0, 0, 2, 1, 65535)), passes: true),
        HostileFile.Of("no-frames.gif", GifBytes.Of(GifBytes.Header(2, 1)), passes: false),
        HostileFile.Of("no-size.gif", GifBytes.Of(GifBytes.Header(0, 0), GifBytes.Frame(0, 0, 2, 1, 10))),
        HostileFile.Of("no-palette.gif", GifBytes.Of(GifBytes.Header(2, 1, palette: false), GifBytes.Frame(0, 0, 2, 1, 10))),
        HostileFile.Of(
            "frame-outside.gif", GifBytes.Of(GifBytes.Header(2, 1), GifBytes.Frame(0, 0, 2, 1, 10), GifBytes.Frame(500, 500, 2, 1, 10))),
        HostileFile.Of("frame-too-large.gif", GifBytes.Of(GifBytes.Header(2, 1), GifBytes.Frame(0, 0, 60000, 60000, 10))),
        HostileFile.Of(
            "partial-frames.gif", GifBytes.Of(GifBytes.Header(64, 64), [.. Enumerable.Repeat(GifBytes.Frame(3, 3, 40, 40, 4), 30)])),
        HostileFile.Of("partial-frames-for-ever.gif", GifBytes.Of(
            [.. GifBytes.Header(64, 64), .. GifBytes.ForEver], [.. Enumerable.Repeat(GifBytes.Frame(60, 60, 40, 40, 0), 30)])),
        HostileFile.Of("never-ending.gif", [
            .. GifBytes.Of(GifBytes.Header(2, 1), GifBytes.Frame(0, 0, 2, 1, 4))[..^1], .. Enumerable.Repeat((byte)0x21, 50_000)]),
    ];

    private static IEnumerable<HostileFile> Times() =>
    [
        HostileFile.OfText("rate-of-a-million.y4m", Y4m("1000000:1"), passes: true),
        HostileFile.OfText("rate-of-a-millionth.y4m", Y4m("1:1000000"), passes: null),
        HostileFile.OfText("rate-of-nothing.y4m", Y4m("0:0"), passes: null),
        HostileFile.Made("equal-times.mkv", true, Lavfi(Six, "-c:v", "mjpeg", "-bsf:v", "setts=ts=floor(N/3)*120")),
        HostileFile.Made("falling-times.mkv", true, Lavfi(Six, "-c:v", "mjpeg", "-bsf:v", "setts=dts=N:pts=1000-40*N")),
        HostileFile.Made("negative-times.ts", true, Before("mpeg2video")),
        HostileFile.Made("no-times.mkv", true, Before("mpeg2video")),
        HostileFile.Made("times-of-weeks.flv", true, Before("flv")),
        HostileFile.Made("all-edited-away.mov", null, Before("mpeg2video")),

        // More than an MP4's field for a duration holds at its clock; other containers take it.
        HostileFile.Made("a-day-between.mkv", null, Lavfi(Six, "-vf", "setpts=N*86400/TB", "-vsync", "passthrough", "-c:v", "mjpeg")),
        HostileFile.Made("a-day-between.mp4", true, Lavfi(Six, "-vf", "setpts=N*3600/TB", "-vsync", "passthrough", "-c:v", "mjpeg")),
        new HostileFile("times-begin-again.ts", path => Concatenate(path, Six, Six), true),
        new HostileFile("claims-a-year.mp4", ClaimsAYear, true),
        new HostileFile("no-first-key-frame.ts", WithoutItsBeginning),
    ];

    private static IEnumerable<HostileFile> Streams() =>
    [
        HostileFile.Made("sound-longer.mp4", true, WithSound("0.2", "2")),
        HostileFile.Made("sound-shorter.mp4", true, WithSound("1", "0.1")),
        HostileFile.Made("sound-alone.mp4", false, "-f", "lavfi", "-i", "sine=d=0.3"),
        HostileFile.Made("sound-alone.wav", false, "-f", "lavfi", "-i", "sine=d=0.3"),
        HostileFile.Made("many-streams.mkv", true, [
            .. Lavfi(Six, "-c:v", "mjpeg"), .. Enumerable.Repeat(new[] { "-map", "0:v" }, 20).SelectMany(map => map)]),
    ];

    private static IEnumerable<HostileFile> NoMedia() =>
    [
        HostileFile.OfText("text.txt", "This is no video."),
        HostileFile.OfText("text.mp4", "This is no video."),
        HostileFile.OfText("text.png", "This is no picture."),
        HostileFile.OfText("page.html.mkv", "<html><body><video src='other.mp4'></body></html>"),
        HostileFile.OfText("subtitles.srt", "1\n00:00:00,000 --> 00:00:01,000\nHello\n"),
        HostileFile.OfText("art.ans", "\u001b[31mred\u001b[0m"),
        HostileFile.Of("zeros.mp4", new byte[100_000], passes: false),
        HostileFile.Of("archive.zip", [.. "PK\u0003\u0004"u8, .. new byte[200]], passes: false),
        new HostileFile("program.mp4", path => File.Copy("/bin/true", path), false),
    ];

    private static string[] Lavfi(string source, params string[] encoding) => ["-f", "lavfi", "-i", source, .. encoding];

    // Two seconds before 0, of which each container makes something else.
    private static string[] Before(string codec) => Lavfi(Six, "-c:v", codec, "-output_ts_offset", "-2", "-avoid_negative_ts", "disabled");

    private static string[] WithSound(string video, string sound) =>
        ["-f", "lavfi", "-i", $"testsrc2=s=48x32:r=25:d={video}", "-f", "lavfi", "-i", $"sine=d={sound}", "-c:v", "mpeg4", "-c:a", "aac"];

    private static string Y4m(string rate) =>
        $"YUV4MPEG2 W4 H4 F{rate} Ip A1:1 C420jpeg\n" + string.Concat(Enumerable.Repeat($"FRAME\n{new string('a', 24)}", 3));

    // A header and pixels for one row only.
    private static byte[] PngClaiming(int width, int height)
    {
        var path = Path.GetTempFileName() + ".png";
        Ffmpeg.Run("-f", "lavfi", "-i", "color=red:s=8x8", "-frames:v", "1", "-update", "1", path);
        var png = File.ReadAllBytes(path);
        File.Delete(path);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static void Concatenate(string path, params string[] sources)
    {
        using var whole = File.Create(path);
        foreach (var source in sources)
        {
            var part = path + ".part" + Path.GetExtension(path);
            Ffmpeg.Run([.. Lavfi(source, "-c:v", "mpeg2video"), part]);
            whole.Write(File.ReadAllBytes(part));
            File.Delete(part);
        }
    }

    private static void ClaimsAYear(string path)
    {
        Ffmpeg.Run([.. Lavfi(Six, "-c:v", "mpeg4"), path]);
        var bytes = File.ReadAllBytes(path);
        var header = bytes.AsSpan().IndexOf("mvhd"u8);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(header + 20), 365u * 86400 * 100);
        File.WriteAllBytes(path, bytes);
    }

    private static void WithoutItsBeginning(string path)
    {
        Ffmpeg.Run([.. Lavfi("testsrc2=s=48x32:r=25:d=2", "-g", "20"), path]);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[(188 * 12)..]);
    }
}
