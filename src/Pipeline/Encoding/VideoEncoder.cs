using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Encoding;

/// <summary>Encodes frames with ffmpeg, each at its time, and takes the input's sound along.</summary>
/// <param name="media">The input, for its sound.</param>
/// <param name="format">The container and its codecs.</param>
/// <param name="source">Time base and pixel shape of the frames.</param>
/// <param name="path">The file to write.</param>
internal sealed class VideoEncoder(MediaInfo media, OutputFormat format, NutVideoStream source, string path)
{
    /// <summary>Writes all frames, disposes them, and waits until the file is complete.</summary>
    /// <param name="frames">The frames, of one size.</param>
    /// <param name="written">Called after each frame.</param>
    /// <param name="cancellation">Kills ffmpeg.</param>
    /// <exception cref="U2VideoException">There is no frame, or ffmpeg failed.</exception>
    public async Task WriteAsync(IAsyncEnumerable<Frame> frames, Action written, CancellationToken cancellation)
    {
        await using var process = new FFmpegProcess(Arguments());
        NutWriter? writer = null;
        var gif = format.IsGif ? new GifTimeline(source.TimeBase) : null;
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            using var owned = frame;
            try
            {
                writer ??= await StartAsync(process.Input, frame, cancellation).ConfigureAwait(false);
                if ((gif is null ? frame.Timestamp : gif.Place(frame.Timestamp)) is { } time)
                {
                    await writer.WriteFrameAsync(frame.Pixels, time, cancellation).ConfigureAwait(false);
                }
            }
            catch (IOException error)
            {
                // ffmpeg closed the pipe: its own words say why, the broken pipe's do not.
                var exit = await process.WaitAsync(cancellation).ConfigureAwait(false);
                throw new U2VideoException(exit.Explain("Encoding failed"), error);
            }

            written();
        }

        await FinishAsync(process, writer, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<NutWriter> StartAsync(Stream stream, Frame first, CancellationToken cancellation)
    {
        var timeBase = format.IsGif ? GifTimeline.TimeBase : source.TimeBase;
        var writer = new NutWriter(stream, new NutVideoStream(first.Width, first.Height, timeBase, source.SampleAspect, first.Layout));
        await writer.WriteHeaderAsync(cancellation).ConfigureAwait(false);
        return writer;
    }

    private async Task FinishAsync(FFmpegProcess process, NutWriter? writer, CancellationToken cancellation)
    {
        if (writer is null)
        {
            throw new InputException($"{media.Path}: has a video stream, but no frame of it could be decoded.");
        }

        process.Input.Close();
        var exit = await process.WaitAsync(cancellation).ConfigureAwait(false);
        if (exit.Code != 0)
        {
            throw new U2VideoException(exit.Explain("Encoding failed"), exit.Details);
        }
    }

    private IEnumerable<string> Arguments()
    {
        var takesSound = media.HasAudio && format.AudioArguments is not null;
        string[] sound = takesSound ? ["-protocol_whitelist", "file,pipe", "-i", FFmpegTools.FileArgument(media.Path)] : [];
        string[] maps = format.IsGif ? [] : takesSound ? ["-map", "0:v:0", "-map", "1:a", .. format.AudioArguments!.Split(' ')] : ["-map", "0:v:0"];
        string[] lastDelay = format.IsGif && media.LastFrameDuration is { } last
            ? ["-final_delay", GifTimeline.ToDelay(last).ToString(CultureInfo.InvariantCulture)]
            : [];
        return
        [
            "-f", "nut", "-i", "pipe:0", .. sound, .. maps, .. format.VideoArguments.Split(' '), .. lastDelay, .. FFmpegTools.KeepTimestamps,
            "-enc_time_base", "-1", "-y", FFmpegTools.FileArgument(path),
        ];
    }
}
