using U2Video.Core.Errors;
using U2Video.Pipeline.FFmpeg;

namespace U2Video.Pipeline.Encoding;

/// <summary>
/// Adds sound to a finished video. The sound of a clip that came through a pipe can be read a second time only from where it was
/// laid aside, and that is whole only at the end.
/// </summary>
internal static class SoundMuxer
{
    /// <summary>Replaces a file by itself with sound.</summary>
    /// <exception cref="U2VideoException">ffmpeg failed.</exception>
    public static async Task AddAsync(string video, Container container, Soundtrack sound, string name, CancellationToken cancellation)
    {
        var result = video + ".sound";
        try
        {
            await using var process = FFmpegProcess.Start(
            [
                "-copyts", .. FFmpegTools.FileInput(video, "file,pipe"), .. sound.InputArguments, "-map", "0:v:0", "-c:v", "copy",
                .. sound.MapArguments(container, input: 1), .. container.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                "-f", container.Muxer, "-y", FFmpegTools.FileArgument(result),
            ]);
            var exit = await process.WaitAsync(cancellation).ConfigureAwait(false);
            if (exit.Code != 0)
            {
                throw new U2VideoException(exit.Explain($"{name}: adding the sound failed"), exit.Details);
            }

            File.Move(result, video, overwrite: true);
        }
        finally
        {
            File.Delete(result);
        }
    }
}
