using System.Runtime.CompilerServices;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// Decodes a clip with ffmpeg to RGB frames, upright, each with the time that the container gives it. The frames come through
/// a pipe as raw video in NUT, a container whose time stamps are exact.
/// </summary>
internal sealed class VideoDecoder : IAsyncDisposable
{
    private readonly string _path;
    private readonly FFmpegProcess _process;
    private readonly NutReader _reader;

    private VideoDecoder(string path, FFmpegProcess process, NutReader reader) =>
        (_path, _process, _reader) = (path, process, reader);

    /// <summary>Size and time base of the frames.</summary>
    public NutVideoStream Video => _reader.Video;

    /// <summary>Starts decoding.</summary>
    /// <exception cref="InputException">ffmpeg cannot decode the file.</exception>
    public static async Task<VideoDecoder> OpenAsync(string path, CancellationToken cancellation)
    {
        var process = new FFmpegProcess(
        [
            "-protocol_whitelist", "file,pipe", "-i", FFmpegTools.FileArgument(path), "-map", "0:V:0", .. FFmpegTools.KeepTimestamps,
            "-enc_time_base", "-1", "-c:v", "rawvideo", "-pix_fmt", "rgb24", "-f", "nut", "pipe:1",
        ]);
        try
        {
            return new VideoDecoder(path, process, await NutReader.OpenAsync(process.Output, cancellation).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            var exit = await process.WaitAsync(cancellation).ConfigureAwait(false);
            await process.DisposeAsync().ConfigureAwait(false);
            throw new InputException(exit.Explain($"{path}: cannot be decoded"), error);
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The frames in the order in which they are shown.</summary>
    /// <exception cref="InputException">ffmpeg gave up within the clip.</exception>
    public async IAsyncEnumerable<Frame> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await ReadFrameAsync(cancellation).ConfigureAwait(false) is { } frame)
        {
            yield return frame;
        }

        var exit = await _process.WaitAsync(cancellation).ConfigureAwait(false);
        if (exit.Code != 0)
        {
            throw new InputException(exit.Explain($"{_path}: decoding failed"), exit.Details);
        }
    }

    /// <summary>Ends ffmpeg if it still runs.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async ValueTask<Frame?> ReadFrameAsync(CancellationToken cancellation)
    {
        try
        {
            return await _reader.ReadFrameAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            var exit = await _process.WaitAsync(cancellation).ConfigureAwait(false);
            throw new InputException(exit.Explain($"{_path}: decoding broke off"), error);
        }
    }
}
