using System.Diagnostics;
using System.Globalization;

namespace U2Video.Pipeline.Tests;

/// <summary>The real ffmpeg and ffprobe, to make clips and to read back what was made.</summary>
internal static class Ffmpeg
{
    /// <summary>Without these, conversions of colors err by up to 3 of 255.</summary>
    public const string Exact = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";

    /// <summary>Runs ffmpeg; fails the test if ffmpeg fails.</summary>
    public static void Run(params string[] arguments) => Start("ffmpeg", ["-y", "-nostdin", "-loglevel", "error", .. arguments]);

    /// <summary>Whether it was built with something: <c>encoders</c>, <c>muxers</c>…</summary>
    public static bool Has(string kind, string name) => Start("ffmpeg", ["-hide_banner", "-loglevel", "error", "-" + kind])
        .Split('\n').Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var found, ..] && found == name);

    /// <summary>The times of all video frames in seconds, as the container gives them.</summary>
    public static IReadOnlyList<double> FrameTimes(string path) =>
        [.. Probe(path, "-select_streams", "v:0", "-show_entries", "frame=pts_time").Select(Parse)];

    /// <summary>The duration of the file in seconds.</summary>
    public static double Duration(string path) => Parse(Probe(path, "-show_entries", "format=duration").Single());

    /// <summary>Where a stream begins and where it ends in seconds, its last packet's duration included.</summary>
    public static (double Start, double End) Extent(string path, string stream)
    {
        var packets = Probe(path, "-select_streams", stream, "-show_entries", "packet=pts_time,duration_time,flags")
            .Select(line => line.Split(',')).Where(fields => !fields[2].Contains('D', StringComparison.Ordinal))
            .OrderBy(fields => Parse(fields[0])).ToArray();
        var start = Parse(packets[0][0]);

        // ffprobe knows no durations of H.264 with reordered frames at some time bases, where the container says the whole's.
        var end = packets[^1][1] == "N/A"
            ? start + Parse(Field(path, "duration", stream))
            : Parse(packets[^1][0]) + Parse(packets[^1][1]);
        return (start, end);
    }

    /// <summary>Width and height of the video.</summary>
    public static (int Width, int Height) Size(string path) =>
        Field(path, "width,height").Split(',') is [var width, var height]
            ? ((int)Parse(width), (int)Parse(height))
            : throw new InvalidDataException(path);

    /// <summary>The codecs of all streams.</summary>
    public static IReadOnlyList<string> Codecs(string path) => Probe(path, "-show_entries", "stream=codec_name");

    /// <summary>What ffprobe says of the video stream: a line of values, in ffprobe's own order.</summary>
    public static string Field(string path, string entries, string stream = "v:0") =>
        Probe(path, "-select_streams", stream, "-show_entries", "stream=" + entries)[0];

    /// <summary>What ffprobe says, a line each.</summary>
    public static string[] Probe(string path, params string[] arguments) =>
        [.. Start("ffprobe", ["-v", "error", "-of", "csv=p=0", .. arguments, path])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().TrimEnd(','))];

    /// <summary>All frames as bytes, one after the other.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="format">FFmpeg's name of the pixels.</param>
    /// <param name="decoder">What stands before the input.</param>
    public static byte[] Pixels(string path, string format = "rgb24", params string[] decoder) => Output(
        ["-nostdin", "-loglevel", "error", .. decoder, "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-sws_flags", Exact, "-f",
            "rawvideo", "-pix_fmt", format, "-"]);

    /// <summary>What ffmpeg writes to its standard output.</summary>
    public static byte[] Output(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return bytes.ToArray();
    }

    /// <summary>The mean of a region's pixels in the first frame, red, green, blue.</summary>
    public static (double Red, double Green, double Blue) Color(string path, int x, int y, int side)
    {
        var (width, _) = Size(path);
        var pixels = Pixels(path);
        var sums = new double[3];
        for (var i = 0; i < side * side * 3; i++)
        {
            sums[i % 3] += pixels[(((((i / 3 / side) + y) * width) + (i / 3 % side) + x) * 3) + (i % 3)];
        }

        return (sums[0] / (side * side), sums[1] / (side * side), sums[2] / (side * side));
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Start(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
