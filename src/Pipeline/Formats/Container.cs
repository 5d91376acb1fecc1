using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Formats;

/// <summary>What a container holds and how ffmpeg is asked for it.</summary>
/// <param name="Name">As the user calls it.</param>
/// <param name="Muxer">As ffmpeg calls it.</param>
/// <param name="Extensions">The ends of file names that choose it.</param>
/// <param name="Codecs">Its video codecs; the first that can hold a frame is the default.</param>
internal sealed record Container(string Name, string Muxer, string[] Extensions, VideoCodec[] Codecs)
{
    /// <summary>The audio codecs that are taken as they are.</summary>
    public string[] CopiedAudio { get; init; } = [];

    /// <summary>What other sound is made into; null where the container holds none.</summary>
    public AudioCodec? Audio { get; init; }

    /// <summary>The subtitle codecs that are taken as they are.</summary>
    public string[] CopiedSubtitles { get; init; } = [];

    /// <summary>What text subtitles are made into; null where the container holds none.</summary>
    public string? SubtitleCodec { get; init; }

    /// <summary>What else the muxer is told.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>What it is told where its output cannot be sought.</summary>
    public string StreamArguments { get; init; } = "";

    /// <summary>What the muxer is told of how often it is played in all, 0 for without end; null where nobody plays it again.</summary>
    public Func<int, IReadOnlyList<string>>? Repeats { get; init; }

    /// <summary>Whether it holds timecode, and when and where a clip was recorded.</summary>
    public bool HoldsTags { get; init; }

    /// <summary>Whether it holds the name of the reel, beside the timecode.</summary>
    public bool HoldsReel { get; init; }

    /// <summary>Whether it holds tags by QuickTime's long names.</summary>
    public bool HoldsLongNames { get; init; }

    /// <summary>Whether it is one picture and no clip.</summary>
    public bool IsPicture { get; init; }

    /// <summary>Whether it is a picture for each frame.</summary>
    public bool IsSequence { get; init; }

    /// <summary>Whether each frame has a time of its own.</summary>
    public bool HasTimes { get; init; } = true;

    /// <summary>Whether time is counted in GIF's hundredths of a second.</summary>
    public bool IsGif => Muxer == "gif";

    /// <summary>What it counts time in; null for anything.</summary>
    public Rational? Clock { get; init; }

    /// <summary>Ticks a second that its clock has at least, where it takes anything.</summary>
    public long LeastTicks { get; init; } = 1;

    /// <summary>Whether it holds sound.</summary>
    public bool HoldsSound => Audio is not null;

    /// <summary>Whether the last frame's duration is given by itself.</summary>
    public bool HasFinalDelay => Muxer is "gif" or "apng";

    /// <summary>Whether a cut-out keeps its alpha in it.</summary>
    public bool HoldsAlpha => Codecs.Any(codec => codec.Alpha is not null);

    /// <summary>Whether samples of more than eight bits stay so.</summary>
    public bool HoldsDepth => Codecs.Any(codec => codec.Deep is not null);
}
