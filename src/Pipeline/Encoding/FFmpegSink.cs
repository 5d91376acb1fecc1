using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Imaging;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Encoding;

/// <summary>Encodes frames with ffmpeg, into a file or a stream.</summary>
internal sealed class FFmpegSink : IFrameSink
{
    // How long to wait for a reader that neither reads nor closes the stream.
    private static readonly TimeSpan ReaderTimeout = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopCopying = new();
    private readonly FFmpegProcess _process;
    private readonly NutWriter _writer;
    private readonly OutputTimeline _timeline;
    private readonly string _name;
    private readonly Task _copying;

    private FFmpegSink(FFmpegProcess process, NutWriter writer, OutputTimeline timeline, string name, Stream? stream)
    {
        (_process, _writer, _timeline, _name) = (process, writer, timeline, name);
        _copying = stream is null ? Task.CompletedTask : CopyAsync(stream);
    }

    /// <summary>Starts ffmpeg.</summary>
    /// <param name="job">How the output is encoded.</param>
    /// <param name="first">The first frame, for size and layout.</param>
    /// <param name="source">The stream that frames' times refer to.</param>
    /// <param name="timeline">Places the frames in the output's time.</param>
    /// <param name="path">The file to write; null for <paramref name="stream"/>.</param>
    /// <param name="stream">The stream to write; it stays the caller's.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async ValueTask<FFmpegSink> StartAsync(
        EncodingJob job, Frame first, VideoFormat source, OutputTimeline timeline, string? path, Stream? stream,
        CancellationToken cancellation)
    {
        await FFmpegTools.FindAsync(cancellation).ConfigureAwait(false);
        var frames = new VideoFormat(first.Width, first.Height, timeline.TimeBase, source.SampleAspect, first.Layout);
        timeline.Begin(first.Timestamp);
        var target = path is null ? "pipe:1" : FFmpegTools.FileArgument(path);
        var process = FFmpegProcess.Start(job.Arguments(frames, timeline.First, timeline.Lead, target, isStream: path is null));
        var sink = new FFmpegSink(process, new NutWriter(process.Input, frames), timeline, job.Output.Name, stream);
        try
        {
            await sink._writer.WriteHeaderAsync(cancellation).ConfigureAwait(false);
            return sink;
        }
        catch (Exception error)
        {
            await using (sink.ConfigureAwait(false))
            {
                throw error is IOException broken ? await sink.ExplainAsync(broken, cancellation).ConfigureAwait(false) : error;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(Frame frame, CancellationToken cancellation)
    {
        try
        {
            if (_timeline.Place(frame.Timestamp) is { } time)
            {
                await _writer.WriteFrameAsync(frame.Pixels, time, cancellation).ConfigureAwait(false);
            }
        }
        catch (IOException error)
        {
            throw await ExplainAsync(error, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        _process.Input.Close();
        await _copying.WaitAsync(cancellation).ConfigureAwait(false);
        var exit = await _process.WaitAsync(cancellation).ConfigureAwait(false);
        if (exit.Code != 0)
        {
            throw new U2VideoException(exit.Explain($"{_name}: encoding failed"), exit.Details);
        }
    }

    /// <summary>Ends ffmpeg if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopCopying.CancelAsync().ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAny(_copying, Task.Delay(ReaderTimeout)).ConfigureAwait(false);
        _stopCopying.Dispose();
    }

    // ffmpeg closed the pipe. Its own message says why, unless the reader of the output left, which the copying task reports.
    private async Task<U2VideoException> ExplainAsync(IOException error, CancellationToken cancellation)
    {
        var exit = await _process.WaitAsync(cancellation).ConfigureAwait(false);
        await _copying.WaitAsync(cancellation).ConfigureAwait(false);
        return new U2VideoException(exit.Explain($"{_name}: encoding failed"), error);
    }

    private async Task CopyAsync(Stream stream)
    {
        try
        {
            await _process.Output.CopyToAsync(stream, _stopCopying.Token).ConfigureAwait(false);
            await stream.FlushAsync(_stopCopying.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _process.Kill();
            throw StreamingFile.Explain(_name, error);
        }
        catch
        {
            // Otherwise ffmpeg would wait for a reader without end, and the frames for ffmpeg.
            _process.Kill();
            throw;
        }
    }
}
