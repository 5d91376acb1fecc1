using FFMpegCore;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Reads when, where and on which reel a clip was recorded.</summary>
internal static class RecordingTags
{
    // Longer values are not dates, places or reels.
    private const int LongestValue = 200;

    private const string AppleTags = "com.";
    private const string AppleLocation = "com.apple.quicktime.location.ISO6709";

    /// <summary>Reads the tags, which cameras put on the file, on the video, or on a track of their own.</summary>
    /// <param name="format">The file.</param>
    /// <param name="video">Its video.</param>
    /// <param name="streams">All of its streams.</param>
    public static MediaTags Read(FFProbeFormat format, FFProbeStream video, IReadOnlyList<FFProbeStream> streams)
    {
        IEnumerable<IReadOnlyDictionary<string, string>?> all =
            [video.Tags, .. streams.Where(stream => stream.CodecType == "data").Select(stream => stream.Tags), format.Tags];
        return new MediaTags
        {
            Timecode = Find("timecode"),
            Reel = Find("reel_name"),
            Created = Of(format.Tags, "creation_time") ?? Of(video.Tags, "creation_time"),
            Location = Of(format.Tags, "location") ?? Of(format.Tags, AppleLocation),
            HasLongNames = format.Tags?.Keys.Any(key => key.StartsWith(AppleTags, StringComparison.Ordinal)) == true,
        };

        string? Find(string name) => all.Select(tags => Of(tags, name)).FirstOrDefault(value => value is not null);
    }

    private static string? Of(IReadOnlyDictionary<string, string>? tags, string name)
    {
        var value = tags?.FirstOrDefault(tag => tag.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return value is { Length: > 0 and <= LongestValue } && !value.Any(char.IsControl) ? value : null;
    }
}
