using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Formats;

/// <summary>A container: what it holds, and how ffmpeg writes it.</summary>
/// <param name="Name">The name that users give.</param>
/// <param name="Muxer">FFmpeg's name of its muxer.</param>
/// <param name="Extensions">The extensions of file names that choose it.</param>
/// <param name="Codecs">Its video codecs; the first that can hold a frame is the default.</param>
internal sealed record Container(string Name, string Muxer, string[] Extensions, VideoCodec[] Codecs)
{
    /// <summary>The audio codecs that are taken as they are.</summary>
    public string[] CopiedAudio { get; init; } = [];

    /// <summary>The codec that other sound is encoded with; null where the container holds no sound.</summary>
    public AudioCodec? Audio { get; init; }

    /// <summary>The subtitle codecs that are taken as they are.</summary>
    public string[] CopiedSubtitles { get; init; } = [];

    /// <summary>The codec that other text subtitles are encoded with; null where the container holds no subtitles.</summary>
    public string? SubtitleCodec { get; init; }

    /// <summary>Further arguments for the muxer.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>The arguments for the muxer where its output cannot be sought.</summary>
    public string StreamArguments { get; init; } = "";

    /// <summary>The arguments for the muxer of a stream of live pictures, none of which may wait for a later one.</summary>
    public string LiveArguments { get; init; } = "";

    /// <summary>The arguments for how often it is played in all, 0 for without end; null where players do not repeat it.</summary>
    public Func<int, IReadOnlyList<string>>? Repeats { get; init; }

    /// <summary>Whether it holds timecode, and when and where a clip was recorded.</summary>
    public bool HoldsTags { get; init; }

    /// <summary>Whether it holds the name of the reel, beside the timecode.</summary>
    public bool HoldsReel { get; init; }

    /// <summary>Whether it holds tags by QuickTime's long names.</summary>
    public bool HoldsLongNames { get; init; }

    /// <summary>Whether it is a picture instead of a clip.</summary>
    public bool IsPicture { get; init; }

    /// <summary>Whether it is a picture for each frame.</summary>
    public bool IsSequence { get; init; }

    /// <summary>Whether each frame has its own time.</summary>
    public bool HasTimes { get; init; } = true;

    /// <summary>Whether it is pixels and nothing else.</summary>
    public bool IsRaw => Name == "rawvideo";

    /// <summary>Whether readers know when each frame is shown, so that one may be missing.</summary>
    public bool KeepsTimes => HasTimes && !IsRaw;

    /// <summary>Whether time is counted in GIF's hundredths of a second.</summary>
    public bool IsGif => Muxer == "gif";

    /// <summary>Its time base; null where it takes any.</summary>
    public Rational? Clock { get; init; }

    /// <summary>The smallest number of ticks a second, where it takes any time base.</summary>
    public long LeastTicks { get; init; } = 1;

    /// <summary>Whether it holds sound.</summary>
    public bool HoldsSound => Audio is not null;

    /// <summary>Whether the last frame's duration is an argument of its own.</summary>
    public bool HasFinalDelay => Muxer is "gif" or "apng";

    /// <summary>Whether a cut-out keeps its alpha in it.</summary>
    public bool HoldsAlpha => Codecs.Any(codec => codec.Alpha is not null);

    /// <summary>Whether it holds linear light, in which highlights may be brighter than white.</summary>
    public bool IsLinear => Codecs.All(codec => codec.IsLinear);

    /// <summary>Whether it holds samples of more than eight bits.</summary>
    public bool HoldsDepth => Codecs.Any(codec => codec.Deep is not null);
}
