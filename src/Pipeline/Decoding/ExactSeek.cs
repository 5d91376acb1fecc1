using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// Finds where decoding has to begin so that the frames of a range are those that a decoding of the whole clip gives. FFmpeg's own seeking
/// is exact only where a container stores when frames are shown, and which of them are key frames.
/// </summary>
internal static class ExactSeek
{
    private const int Growth = 4;

    // Formats in which ffmpeg's seeking is exact, or in which it belongs to the server.
    private static readonly string[] Exact = ["mov", "matroska", "nut", "rtsp", "rtp", "sdp"];

    // Formats in which decoding begins with the next key frame behind the place that was sought, and all times are right.
    private static readonly string[] Late = ["mpegts", "hls", "dash"];

    // MPEG program streams store a time once for several frames, so after a seek the frames' times are guesses.
    private const string ProgramStream = "mpeg";

    private static readonly TimeSpan FirstStep = TimeSpan.FromSeconds(4);

    /// <summary>
    /// As far as pictures refer to others across a key frame, and more: the first pictures behind a place that was sought may lack those.
    /// </summary>
    public static TimeSpan Margin { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How long before a range decoding has to begin.</summary>
    /// <param name="media">The clip.</param>
    /// <param name="options">The range, and what its frames are decoded into.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>
    /// 0 where ffmpeg finds the first frame itself; the time between the clip's beginning and the range where nothing can be sought.
    /// </returns>
    public static async Task<TimeSpan> LeadAsync(MediaInfo media, DecoderOptions options, CancellationToken cancellation)
    {
        var from = options.Range.Start;
        var names = media.Format.Split(',');
        if (from == TimeSpan.Zero || media.IsSingle || names.Any(Exact.Contains))
        {
            return TimeSpan.Zero;
        }

        if (names.Any(Late.Contains))
        {
            return await SearchAsync(media, options, from, cancellation).ConfigureAwait(false);
        }

        // AVI, MXF and others store only when frames are decoded. After a seek, ffmpeg's times of reordered frames are off by some frames.
        return media.IsReordered || media.Format == ProgramStream ? from : TimeSpan.Zero;
    }

    private static async Task<TimeSpan> SearchAsync(
        MediaInfo media, DecoderOptions options, TimeSpan from, CancellationToken cancellation)
    {
        for (var step = FirstStep; step < from; step *= Growth)
        {
            var first = await FirstFrameAsync(media, options, from - step, cancellation).ConfigureAwait(false);
            if (first <= from - Margin)
            {
                return step;
            }
        }

        return from;
    }

    // Null where ffmpeg finds no frame.
    private static async Task<TimeSpan?> FirstFrameAsync(
        MediaInfo media, DecoderOptions options, TimeSpan place, CancellationToken cancellation)
    {
        var range = new ClipRange { From = place, MaxFrames = 1 };
        try
        {
            await using var decoder = await VideoDecoder.OpenSoughtAsync(
                media, options with { Range = range, IsPaced = false }, cancellation).ConfigureAwait(false);
            var clock = new FrameClock(decoder.Video.TimeBase, place);
            await foreach (var frame in decoder.ReadFramesAsync(cancellation).ConfigureAwait(false))
            {
                using (frame)
                {
                    return clock.TimeOf(frame);
                }
            }
        }
        catch (InputException)
        {
            // The search continues; what is wrong with the clip is said when it is decoded.
        }

        return null;
    }
}
