using U2Video.Pipeline.Media;

namespace U2Video.Pipeline;

/// <summary>What a user should know of a clip before he wonders at the result.</summary>
internal static class MediaNotices
{
    /// <summary>The notices, a line each.</summary>
    public static IEnumerable<string> For(MediaInfo media, PipelineOptions options)
    {
        if (media.OtherStreams is { } others && options.VideoStream is null)
        {
            yield return others;
        }

        if (media.IsInterlaced)
        {
            yield return $"{media.Name}: is interlaced; deinterlaced on the way.";
        }

        if (media.Color.IsHighDynamicRange)
        {
            yield return options.ToneMap
                ? $"{media.Name}: is HDR ({media.Color.Transfer}); tone-mapped to BT.709."
                : options.Outputs.All(output => output.Container.HoldsDepth)
                    ? $"{media.Name}: is HDR ({media.Color.Transfer}); values and tags are kept. --tonemap makes BT.709 of it."
                    : $"{media.Name}: is HDR ({media.Color.Transfer}) and will look pale where eight bits without HDR tags are written; --tonemap mends that.";
        }

        foreach (var output in options.Outputs)
        {
            if (media.AudioCodecs.Count > 0 && options.KeepAudio && media.Location is null && output.IsStream && output.Container.HoldsSound)
            {
                yield return $"{media.Name}: its sound cannot follow from one pipe into another; name files to keep it.";
            }
        }
    }
}
