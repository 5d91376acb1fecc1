using System.Diagnostics;
using System.Globalization;
using FFMpegCore;
using OpenCvSharp;

namespace U2Video.Benchmarks.Clip;

/// <summary>Frames by pipes from and to ffmpeg, raw RGB, as most programs do it.</summary>
internal sealed class RawVideo : IDisposable
{
    private const string Exact = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";

    private readonly Process _process;

    private RawVideo(IEnumerable<string> arguments, bool reads) =>
        _process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments])
        {
            RedirectStandardInput = !reads,
            RedirectStandardOutput = reads,
        })!;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    public static (int Width, int Height, double Rate) Probe(string clip)
    {
        var video = FFProbe.Analyse(clip).PrimaryVideoStream!;
        return (video.Width!.Value, video.Height!.Value, video.AverageFrameRate);
    }

    /// <summary>Decodes a clip that is not to be turned.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="frames">At most so many; null for all.</param>
    /// <param name="isExact">Whether YUV becomes RGB with as little rounding as in our pipeline; ffmpeg's default is faster.</param>
    public static RawVideo Decode(string clip, long? frames, bool isExact = false) => new(
        [
            "-i", clip, "-map", "0:v:0", .. isExact ? ["-vf", $"scale=flags={Exact}"] : Array.Empty<string>(),
            .. frames is { } count ? ["-frames:v", Text(count)] : Array.Empty<string>(),
            "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
        ],
        reads: true);

    /// <summary>Encodes with the settings that our outputs have by default.</summary>
    public static RawVideo Encode(string path, int width, int height, double rate) => new(
        [
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", $"{width}x{height}", "-r", Text(rate), "-i", "pipe:0",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", ((width | height) & 1) == 0 ? "yuv420p" : "yuv444p",
            "-movflags", "+faststart", "-y", path,
        ],
        reads: false);

    /// <summary>The memory of a picture that lies in one piece.</summary>
    public static unsafe Span<byte> Bytes(Mat picture) => new((void*)picture.Data, checked((int)(picture.Total() * picture.ElemSize())));

    /// <summary>The next frame.</summary>
    /// <returns>False where there is none.</returns>
    public bool Read(Mat frame) => Output.ReadAtLeast(Bytes(frame), Bytes(frame).Length, throwOnEndOfStream: false) == Bytes(frame).Length;

    /// <summary>Waits until all is written.</summary>
    public void Complete()
    {
        Input.Close();
        _process.WaitForExit();
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException("ffmpeg failed; its words are above.");
        }
    }

    public void Dispose()
    {
        // Waited for even if everything was read, because the kernel counts only the time of processes that were waited for.
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
