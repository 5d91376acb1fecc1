using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Opens the input of a run.</summary>
internal static class FrameSources
{
    /// <summary>Reads the headers of an input and starts to decode it.</summary>
    /// <param name="source">The input.</param>
    /// <param name="options">Which of its frames are decoded, and into what.</param>
    /// <param name="keepSound">Whether its sound will be wanted.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task<IFrameSource> OpenAsync(
        MediaSource source, DecoderOptions options, bool keepSound, CancellationToken cancellation)
    {
        switch (source)
        {
            case FileSource file:
                return await VideoDecoder.OpenFileAsync(file.Path, options, cancellation).ConfigureAwait(false);
            case SequenceSource sequence:
                return await SequenceReader.OpenAsync(sequence, options, cancellation).ConfigureAwait(false);
            case UrlSource address:
                var media = await MediaProbe.ReadAddressAsync(address.Location, options.Stream, cancellation).ConfigureAwait(false);
                return await VideoDecoder.OpenFileAsync(media, options, cancellation).ConfigureAwait(false);
            case RawFramesSource raw:
                return new RawFrameReader(raw.Stream, raw.Format, raw.Name, options.Range.MaxFrames ?? long.MaxValue);
            case StreamSource piped:
                return await OpenPipeAsync(piped, options, keepSound, cancellation).ConfigureAwait(false);
            default:
                throw new ArgumentOutOfRangeException(nameof(source));
        }
    }

    private static async Task<IFrameSource> OpenPipeAsync(
        StreamSource piped, DecoderOptions options, bool keepSound, CancellationToken cancellation)
    {
        var stream = new ReplayedStream(piped.Stream, piped.Name);
        try
        {
            var beginning = await stream.PeekAsync(cancellation).WaitAsync(cancellation).ConfigureAwait(false);
            if (!SeekableFormats.Needs(beginning.Span))
            {
                var media = await MediaProbe.ReadPipeAsync(stream, piped.Name, options.Stream, cancellation).ConfigureAwait(false);
                return await VideoDecoder.OpenPipeAsync(media, stream, options, keepSound, cancellation).ConfigureAwait(false);
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        using (stream)
        {
            return await OpenCopyAsync(piped, stream, options, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<IFrameSource> OpenCopyAsync(
        StreamSource piped, ReplayedStream stream, DecoderOptions options, CancellationToken cancellation)
    {
        var copy = TemporaryFiles.NewPath(".clip");
        try
        {
            await using (var file = new FileStream(copy, FileMode.CreateNew))
            {
                await stream.ReplayAsync(file, cancellation).ConfigureAwait(false);
            }

            var media = await MediaProbe.ReadFileAsync(copy, options.Stream, cancellation).ConfigureAwait(false);
            media = await RangeProbe.WithEndAsync(media, options.Range, cancellation).ConfigureAwait(false);
            return await VideoDecoder.OpenCopyAsync(media with { Name = piped.Name }, options, cancellation).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            File.Delete(copy);
            throw new InputException(error.Message.Replace(copy, piped.Name, StringComparison.Ordinal), error);
        }
        catch
        {
            File.Delete(copy);
            throw;
        }
    }
}
