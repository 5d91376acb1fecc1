using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Opens what a run reads.</summary>
internal static class FrameSources
{
    /// <summary>Finds out what it is and starts decoding.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="options">What of it and how.</param>
    /// <param name="keepSound">Whether its sound will be wanted.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IFrameSource> OpenAsync(
        MediaSource source, DecoderOptions options, bool keepSound, CancellationToken cancellation)
    {
        switch (source)
        {
            case FileSource file:
                return await VideoDecoder.OpenFileAsync(file.Path, options, cancellation).ConfigureAwait(false);
            case RawFramesSource raw:
                return new RawFrameReader(raw.Stream, raw.Format, raw.Name, options.MaxFrames ?? long.MaxValue);
            case StreamSource piped:
                var stream = new ReplayedStream(piped.Stream, piped.Name);
                var media = await MediaProbe.ReadPipeAsync(stream, piped.Name, cancellation).ConfigureAwait(false);
                return await VideoDecoder.OpenPipeAsync(media, stream, options, keepSound, cancellation).ConfigureAwait(false);
            default:
                throw new ArgumentOutOfRangeException(nameof(source));
        }
    }
}
