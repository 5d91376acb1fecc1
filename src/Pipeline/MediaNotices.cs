using U2Video.Pipeline.Media;
using U2Video.Pipeline.Notices;

namespace U2Video.Pipeline;

/// <summary>Finds what a user should know of a clip before it is matted.</summary>
internal static class MediaNotices
{
    /// <summary>The notices.</summary>
    public static IEnumerable<PipelineNotice> For(MediaInfo media, PipelineOptions options)
    {
        if (media is { TakenStream: { } taken, OtherStreams.Count: > 0 } && options.VideoStream is null)
        {
            yield return new OtherStreamsNotice(media.Name, taken, media.OtherStreams);
        }

        if (media.IsInterlaced)
        {
            yield return new InterlacedNotice(media.Name);
        }

        if (media.Color.IsHighDynamicRange)
        {
            yield return new HighDynamicRangeNotice(media.Name, media.Color.Transfer)
            {
                IsToneMapped = options.ToneMap,
                IsKept = !options.ToneMap && options.Outputs.All(output => output.Container.HoldsDepth),
            };
        }

        var isPiped = media.Location is null && media.AudioCodecs.Count > 0 && options.KeepAudio;
        foreach (var _ in options.Outputs.Where(output => isPiped && output.IsStream && output.Container.HoldsSound))
        {
            yield return new LostSoundNotice(media.Name);
        }
    }
}
