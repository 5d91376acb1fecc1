using System.Text.Json.Serialization;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Parts;

/// <summary>What has to be known to join parts without the options of the run that made them.</summary>
internal sealed record PartJoining
{
    /// <summary>How parts are stored.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<PartStorage>))]
    public PartStorage Storage { get; init; }

    /// <summary>The codec that was asked for; null for the container's default.</summary>
    public string? Codec { get; init; }

    /// <summary>The quality that was asked for; null for the default.</summary>
    public int? Quality { get; init; }

    /// <summary>Further arguments for ffmpeg.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The number of the video stream that is taken.</summary>
    public int Stream { get; init; }

    /// <summary>Where the range begins; null for the clip's beginning.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>Where the range ends; null for the clip's end.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>The largest number of frames; null for all of them.</summary>
    public long? MaxFrames { get; init; }

    /// <summary>Whether sound is kept.</summary>
    public bool KeepAudio { get; init; }

    /// <summary>Whether a high dynamic range is brought to that of BT.709.</summary>
    public bool ToneMap { get; init; }

    /// <summary>How often an animation is played; null for as often as the clip.</summary>
    public int? Plays { get; init; }

    /// <summary>Width of the clip's frames in pixels.</summary>
    public int Width { get; init; }

    /// <summary>Height of the clip's frames in pixels.</summary>
    public int Height { get; init; }

    /// <summary>Seconds in a tick of the frames' time stamps, as a fraction.</summary>
    public required string TimeBase { get; init; }

    /// <summary>A pixel's width over its height, as a fraction.</summary>
    public required string SampleAspect { get; init; }

    /// <summary>The time stamp of the run's first frame.</summary>
    public long ClipStart { get; init; }

    /// <summary>Which frames of the clip are wanted.</summary>
    [JsonIgnore]
    public ClipRange Range => new() { From = From, To = To, MaxFrames = MaxFrames };
}
