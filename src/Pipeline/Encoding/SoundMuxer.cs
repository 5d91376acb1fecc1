using U2Video.Core.Errors;
using U2Video.Pipeline.FFmpeg;

namespace U2Video.Pipeline.Encoding;

/// <summary>
/// Adds sound to a finished video. The sound of a clip that came through a pipe can be read a second time only from the file that
/// it was spooled to, which is complete only at the end.
/// </summary>
internal static class SoundMuxer
{
    /// <summary>Replaces a file by itself with sound.</summary>
    /// <exception cref="U2VideoException">ffmpeg failed.</exception>
    /// <param name="job">How the file was encoded.</param>
    /// <param name="video">The file.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="start">The time of the first frame in the output.</param>
    /// <param name="lead">The time of the first frame in the clip, after the beginning of the range that is wanted.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task AddAsync(
        EncodingJob job, string video, Soundtrack sound, TimeSpan start, TimeSpan lead, CancellationToken cancellation)
    {
        var result = video + ".sound";
        try
        {
            await using var process = FFmpegProcess.Start(job.AddingArguments(video, sound, start, lead, FFmpegTools.FileArgument(result)));
            var exit = await process.WaitAsync(cancellation).ConfigureAwait(false);
            if (exit.Code != 0)
            {
                throw new U2VideoException(exit.Explain($"{job.Output.Name}: adding the sound failed"), exit.Details);
            }

            File.Move(result, video, overwrite: true);
        }
        finally
        {
            File.Delete(result);
        }
    }
}
