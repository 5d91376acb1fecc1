using System.Diagnostics;
using System.Globalization;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Decoding;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>What remains of frames after H.264, and the frames of files.</summary>
internal static class CompressedClip
{
    /// <summary>Encodes and decodes; one thread, so that every run gives the same.</summary>
    public static IReadOnlyList<Frame> RoundTrip(IReadOnlyList<Frame> frames, int crf)
    {
        var path = Path.Combine(Path.GetTempPath(), $"u2video-smoothing-{Environment.ProcessId}.mp4");
        var size = $"{frames[0].Width}x{frames[0].Height}";
        using (var ffmpeg = Process.Start(new ProcessStartInfo(
            "ffmpeg",
            [
                "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", "25", "-i", "pipe:0",
                "-c:v", "libx264", "-threads", "1", "-crf", crf.ToString(CultureInfo.InvariantCulture), "-pix_fmt", "yuv420p", path,
            ])
        { RedirectStandardInput = true })!)
        {
            foreach (var frame in frames)
            {
                ffmpeg.StandardInput.BaseStream.Write(frame.Pixels.Span);
                frame.Dispose();
            }

            ffmpeg.StandardInput.Close();
            ffmpeg.WaitForExit();
        }

        try
        {
            return ReadAsync(path, int.MaxValue).GetAwaiter().GetResult();
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The first frames of a file.</summary>
    public static async Task<IReadOnlyList<Frame>> ReadAsync(string path, int count)
    {
        var frames = new List<Frame>();
        await using var decoder = await VideoDecoder.OpenFileAsync(
            path, new DecoderOptions(), CancellationToken.None).ConfigureAwait(false);
        await foreach (var frame in decoder.ReadFramesAsync().ConfigureAwait(false))
        {
            frames.Add(frame);
            if (frames.Count == count)
            {
                break;
            }
        }

        return frames;
    }
}
