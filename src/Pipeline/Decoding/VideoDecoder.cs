using System.Runtime.CompilerServices;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Imaging;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// Decodes a clip with ffmpeg. The frames come through a pipe as raw video in NUT, a container whose time stamps are exact.
/// </summary>
internal sealed class VideoDecoder : IFrameSource
{
    private readonly FFmpegProcess _process;
    private readonly DecoderOptions _options;
    private readonly CancellationTokenSource _stopFeeding = new();
    private readonly ReplayedStream? _piped;
    private readonly Task _feeding;
    private NutReader _reader = null!;
    private FileLocation? _copy;

    private VideoDecoder(MediaInfo media, FFmpegProcess process, DecoderOptions options, ReplayedStream? piped)
    {
        (Media, _process, _options, _piped) = (media, process, options, piped);
        _feeding = piped?.ReplayAsync(process.Input, _stopFeeding.Token) ?? Task.CompletedTask;
    }

    /// <inheritdoc/>
    public MediaInfo Media { get; private set; }

    /// <inheritdoc/>
    public Soundtrack? SpooledSound { get; private init; }

    /// <inheritdoc/>
    public VideoFormat Video => _reader.Video;

    /// <summary>Starts to decode a file.</summary>
    /// <exception cref="InputException">ffmpeg cannot decode it.</exception>
    public static async Task<VideoDecoder> OpenFileAsync(string path, DecoderOptions options, CancellationToken cancellation)
    {
        var media = await MediaProbe.ReadFileAsync(path, options.Stream, cancellation).ConfigureAwait(false);

        // Both run at the same time: neither needs the other, and each has to wait for a process to start.
        var ended = RangeProbe.WithEndAsync(media, options.Range, cancellation);
        VideoDecoder? decoder = null;
        try
        {
            decoder = await OpenFileAsync(media, options, cancellation).ConfigureAwait(false);
            decoder.Media = await ended.ConfigureAwait(false);
            return decoder;
        }
        catch
        {
            await ((Task)ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (decoder is not null)
            {
                await decoder.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Starts to decode a clip that was probed.</summary>
    /// <exception cref="InputException">ffmpeg cannot decode it.</exception>
    public static async Task<VideoDecoder> OpenFileAsync(MediaInfo media, DecoderOptions options, CancellationToken cancellation)
    {
        var lead = await ExactSeek.LeadAsync(media, options, cancellation).ConfigureAwait(false);
        return await OpenSoughtAsync(media, options with { Lead = lead }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Starts to decode where the options say, whether the first frame of the range is found there or not.</summary>
    /// <exception cref="InputException">ffmpeg cannot decode it.</exception>
    public static Task<VideoDecoder> OpenSoughtAsync(MediaInfo media, DecoderOptions options, CancellationToken cancellation) =>
        StartAsync(
            media, DecoderArguments.For(media, options, InputArguments.Of(media.Location!, "file,pipe")), options, piped: null,
            cancellation);

    /// <summary>Starts to decode the pictures of a sequence.</summary>
    /// <param name="media">What is known of them.</param>
    /// <param name="input">The arguments that open them.</param>
    /// <param name="options">What they are decoded into.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">ffmpeg cannot decode the first one.</exception>
    public static Task<VideoDecoder> OpenPicturesAsync(
        MediaInfo media, IEnumerable<string> input, DecoderOptions options, CancellationToken cancellation) =>
        StartAsync(media, DecoderArguments.For(media, options, input), options, piped: null, cancellation);

    /// <summary>Starts to decode a file that is removed when the decoder is disposed.</summary>
    /// <exception cref="InputException">ffmpeg cannot decode it.</exception>
    public static async Task<VideoDecoder> OpenCopyAsync(MediaInfo media, DecoderOptions options, CancellationToken cancellation)
    {
        var decoder = await OpenFileAsync(media, options, cancellation).ConfigureAwait(false);
        decoder._copy = media.Location as FileLocation;
        return decoder;
    }

    /// <summary>Starts to decode a clip that comes through a pipe.</summary>
    /// <param name="media">What its beginning says.</param>
    /// <param name="stream">The clip.</param>
    /// <param name="options">Which of its frames are decoded, and into what.</param>
    /// <param name="keepSound">Whether its sound and subtitles are spooled to a file.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">ffmpeg cannot decode it.</exception>
    public static Task<VideoDecoder> OpenPipeAsync(
        MediaInfo media, ReplayedStream stream, DecoderOptions options, bool keepSound, CancellationToken cancellation)
    {
        var spool = new FileLocation(TemporaryFiles.NewPath(".mka"));
        var sound = Soundtrack.Spooled(spool, media);
        var isKept = keepSound && sound.AudioCodecs.Count + sound.SubtitleCodecs.Count > 0;

        // If ffmpeg knew how many frames are wanted, it would keep the last one until the sound ends too, and a pipe may never end.
        var unlimited = options with { Range = options.Range with { MaxFrames = null } };
        string[] arguments =
            [.. DecoderArguments.For(media, unlimited, InputArguments.Pipe), .. isKept ? Soundtrack.SpoolArguments(spool, media) : []];
        return StartAsync(media, arguments, options, stream, cancellation, isKept ? sound : null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var end = _options.Range.Length is { } length ? Video.TimeBase.Ticks(length) : long.MaxValue;
        for (var count = 0L; await ReadFrameAsync(cancellation).ConfigureAwait(false) is { } frame;)
        {
            // ffmpeg counts a range's length from its first frame, not from the time at which the range begins.
            if (count == _options.Range.MaxFrames || frame.Timestamp < 0 || frame.Timestamp >= end)
            {
                frame.Dispose();
                continue;
            }

            yield return frame;
            if (++count == _options.Range.MaxFrames)
            {
                // Otherwise spooled sound would be read to the end of a pipe that may have none.
                await _stopFeeding.CancelAsync().ConfigureAwait(false);
            }
        }

        var exit = await _process.WaitAsync(cancellation).ConfigureAwait(false);
        if (exit.Code != 0)
        {
            throw new InputException(exit.Explain($"{Media.Name}: decoding failed"), exit.Details);
        }

        try
        {
            await _feeding.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopFeeding.IsCancellationRequested)
        {
            // All frames that are wanted were read.
        }
    }

    /// <summary>Ends ffmpeg if it still runs, and removes the spooled sound and the copy of the clip.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopFeeding.CancelAsync().ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
        await _feeding.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        _stopFeeding.Dispose();
        _piped?.Dispose();
        foreach (var file in new[] { SpooledSound?.Location, _copy }.OfType<FileLocation>())
        {
            File.Delete(file.Path);
        }
    }

    private static async Task<VideoDecoder> StartAsync(
        MediaInfo media,
        IEnumerable<string> arguments,
        DecoderOptions options,
        ReplayedStream? piped,
        CancellationToken cancellation,
        Soundtrack? sound = null)
    {
        var decoder = new VideoDecoder(media, FFmpegProcess.Start(arguments), options, piped) { SpooledSound = sound };
        try
        {
            decoder._reader = await NutReader.OpenAsync(decoder._process.Output, cancellation).ConfigureAwait(false);
            return decoder;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            var exit = await decoder._process.WaitAsync(cancellation).ConfigureAwait(false);
            await decoder.DisposeAsync().ConfigureAwait(false);
            throw new InputException(exit.Explain($"{media.Name}: cannot be decoded"), error);
        }
        catch
        {
            await decoder.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<Frame?> ReadFrameAsync(CancellationToken cancellation)
    {
        try
        {
            return await _reader.ReadFrameAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            var exit = await _process.WaitAsync(cancellation).ConfigureAwait(false);
            throw new InputException(exit.Explain($"{Media.Name}: decoding broke off"), error);
        }
    }
}
