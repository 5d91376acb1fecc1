using System.Runtime.CompilerServices;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Imaging;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// Decodes picture files as the frames of one clip. ffmpeg reads them through links with plain numbers, so that every name can be used and
/// no file beside the sequence is opened. A picture that cannot be decoded or has another size ends the clip with an error that names it.
/// </summary>
internal sealed class SequenceReader : IFrameSource
{
    private const int NumberDigits = 9;

    // ffmpeg gives up without the frames that it has begun: one for each of its threads.
    private const int MostBegun = 64;

    private readonly PictureSequence _pictures;
    private readonly string _links = TemporaryFiles.NewPath();
    private VideoDecoder? _decoder;

    private SequenceReader(PictureSequence pictures, MediaInfo media) => (_pictures, Media) = (pictures, media);

    /// <inheritdoc/>
    public MediaInfo Media { get; }

    /// <inheritdoc/>
    public VideoFormat Video => _decoder!.Video;

    /// <summary>Starts to decode a sequence.</summary>
    /// <exception cref="InputException">There are no such pictures, one is missing, or the first one cannot be decoded.</exception>
    public static async Task<SequenceReader> OpenAsync(SequenceSource source, DecoderOptions options, CancellationToken cancellation)
    {
        var all = await Task.Run(() => PictureSequence.Find(source.Path), cancellation).ConfigureAwait(false);
        var pictures = all.Part(options.Range, source.FrameRate);
        var first = await MediaProbe.ReadFileAsync(pictures.Files[0], stream: null, cancellation).ConfigureAwait(false);
        var media = first with
        {
            Name = pictures.Name,
            Location = null,
            FirstNumber = pictures.FirstNumber,
            SkippedPictures = pictures.Skipped,
            Frames = pictures.Files.Count,
            EstimatedFrames = pictures.Files.Count,
            FrameRate = source.FrameRate,
            LastFrameDuration = TimeSpan.FromSeconds(1 / source.FrameRate.Value),
            Duration = TimeSpan.FromSeconds(pictures.Files.Count / source.FrameRate.Value),
        };
        var reader = new SequenceReader(pictures, media);
        try
        {
            await reader.StartAsync(options, cancellation).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadFramesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var frames = _decoder!.ReadFramesAsync(cancellation).GetAsyncEnumerator(cancellation);
        var count = 0;
        while (await NextAsync(frames, count, cancellation).ConfigureAwait(false))
        {
            // Counted in frames, a time is the number of its picture. One that is too late says that a picture before it was left out.
            var frame = frames.Current;
            if (Video.TimeBase.Rescale(frame.Timestamp, Media.FrameRate!.Value.Inverse) != count)
            {
                frame.Dispose();
                break;
            }

            count++;
            yield return frame;
        }

        if (count < _pictures.Files.Count)
        {
            throw await BlameAsync(count, null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Ends ffmpeg if it still runs, and removes the links.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_decoder is not null)
        {
            await _decoder.DisposeAsync().ConfigureAwait(false);
        }

        if (Directory.Exists(_links))
        {
            Directory.Delete(_links, recursive: true);
        }
    }

    private async Task StartAsync(DecoderOptions options, CancellationToken cancellation)
    {
        await Task.Run(Link, cancellation).ConfigureAwait(false);
        var input = InputArguments.PicturesAt(
            Path.Combine(_links.Replace("%", "%%", StringComparison.Ordinal), Number.ForFFmpeg), Media.FrameRate!.Value);
        try
        {
            _decoder = await VideoDecoder.OpenPicturesAsync(
                Media, input, options with { Range = ClipRange.All }, cancellation).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            throw await BlameAsync(0, error, cancellation).ConfigureAwait(false);
        }
    }

    private NumberedName Number => new("", NumberDigits, Path.GetExtension(_pictures.Files[0]).ToLowerInvariant());

    private void Link()
    {
        Directory.CreateDirectory(_links);
        for (var i = 0; i < _pictures.Files.Count; i++)
        {
            InputFile.Check(_pictures.Files[i]);
            File.CreateSymbolicLink(Path.Combine(_links, Number.With(i)), Path.GetFullPath(_pictures.Files[i]));
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<Frame> frames, int count, CancellationToken cancellation)
    {
        try
        {
            return await frames.MoveNextAsync().ConfigureAwait(false);
        }
        catch (InputException error)
        {
            throw await BlameAsync(count, error, cancellation).ConfigureAwait(false);
        }
    }

    // The picture that could not be taken is one of those after the last frame that came.
    private async Task<InputException> BlameAsync(int index, InputException? failure, CancellationToken cancellation)
    {
        foreach (var file in _pictures.Files.Skip(index).Take(MostBegun))
        {
            if (await FaultAsync(file, cancellation).ConfigureAwait(false) is { } fault)
            {
                return fault;
            }
        }

        return failure ?? new InputException($"{_pictures.Files[index]}: cannot be decoded.");
    }

    private async Task<InputException?> FaultAsync(string file, CancellationToken cancellation)
    {
        try
        {
            var own = (await MediaProbe.ReadFileAsync(file, stream: null, cancellation).ConfigureAwait(false)).TakenStream!;
            var first = Media.TakenStream!;
            if (own.Width > 0 && (own.Width, own.Height) != (first.Width, first.Height))
            {
                return new InputException(
                    $"{file}: is {own.Width}×{own.Height}, and {_pictures.Files[0]} is {first.Width}×{first.Height}; "
                    + $"the pictures of a sequence have one size.");
            }
        }
        catch (InputException error)
        {
            return error;
        }

        var location = new FileLocation(Path.GetFullPath(file));
        await using var trial = FFmpegProcess.Start(["-xerror", .. InputArguments.Of(location), "-f", "null", "-"]);
        var exit = await trial.WaitAsync(cancellation).ConfigureAwait(false);
        return exit.Code == 0 ? null : new InputException(exit.Explain($"{file}: cannot be decoded"), exit.Details);
    }
}
