using FFMpegCore;

namespace U2Video.Pipeline.Decoding;

/// <summary>What a clip says of when, where and on which reel it was recorded: what editors find the original by.</summary>
internal sealed record MediaTags
{
    // Longer ones are none of these.
    private const int LongestValue = 200;

    private const string AppleTags = "com.";
    private const string AppleLocation = "com.apple.quicktime.location.ISO6709";

    /// <summary>None.</summary>
    public static MediaTags None { get; } = new();

    /// <summary>The first frame's timecode, as it stands there; null for none.</summary>
    public string? Timecode { get; init; }

    /// <summary>The reel or card; null for none.</summary>
    public string? Reel { get; init; }

    /// <summary>When it was recorded, in ISO 8601; null where that is not known.</summary>
    public string? Created { get; init; }

    /// <summary>Where, in ISO 6709; null where that is not known.</summary>
    public string? Location { get; init; }

    /// <summary>Whether there are further tags by QuickTime's long names, which cameras and telephones write.</summary>
    public bool HasLongNames { get; init; }

    /// <summary>Reads them: cameras put them on the file, on the video, or on a track of their own.</summary>
    /// <param name="format">The file's.</param>
    /// <param name="video">The video's.</param>
    /// <param name="streams">All streams.</param>
    public static MediaTags Of(FFProbeFormat format, FFProbeStream video, IReadOnlyList<FFProbeStream> streams)
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
