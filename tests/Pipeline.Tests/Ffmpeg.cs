using System.Diagnostics;
using System.Globalization;

namespace U2Video.Pipeline.Tests;

/// <summary>The real ffmpeg and ffprobe, to make clips and to read back what was made.</summary>
internal static class Ffmpeg
{
    /// <summary>Runs ffmpeg; fails the test if ffmpeg fails.</summary>
    public static void Run(params string[] arguments) => Start("ffmpeg", ["-y", "-nostdin", "-loglevel", "error", .. arguments]);

    /// <summary>The times of all video frames in seconds, as the container gives them.</summary>
    public static IReadOnlyList<double> FrameTimes(string path) =>
        [.. Probe(path, "-select_streams", "v:0", "-show_entries", "frame=pts_time").Select(Parse)];

    /// <summary>The duration of the file in seconds.</summary>
    public static double Duration(string path) => Parse(Probe(path, "-show_entries", "format=duration").Single());

    /// <summary>Width and height of the video.</summary>
    public static (int Width, int Height) Size(string path) =>
        Probe(path, "-select_streams", "v:0", "-show_entries", "stream=width,height").Single().Split(',') is [var width, var height]
            ? ((int)Parse(width), (int)Parse(height))
            : throw new InvalidDataException(path);

    /// <summary>The codecs of all streams.</summary>
    public static IReadOnlyList<string> Codecs(string path) => Probe(path, "-show_entries", "stream=codec_name");

    /// <summary>All frames as RGB bytes, one after the other.</summary>
    public static byte[] Pixels(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-nostdin", "-loglevel", "error", "-i", path, "-map", "0:v:0", "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
        {
            RedirectStandardOutput = true,
        })!;
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return bytes.ToArray();
    }

    private static string[] Probe(string path, params string[] arguments) =>
        [.. Start("ffprobe", ["-v", "error", "-of", "csv=p=0", .. arguments, path])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().TrimEnd(','))];

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
