using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Which frames of a clip are decoded, and into what.</summary>
internal sealed record DecoderOptions
{
    /// <summary>The number of the video stream, counted over all streams from 0; null for the one that is meant most probably.</summary>
    public int? Stream { get; init; }

    /// <summary>Which frames are wanted.</summary>
    public ClipRange Range { get; init; } = ClipRange.All;

    /// <summary>
    /// How long before the range decoding begins; 0 where FFmpeg finds the range's first frame itself. The frames in between are not given.
    /// </summary>
    public TimeSpan Lead { get; init; }

    /// <summary>Whether samples of more than eight bits stay so.</summary>
    public bool KeepDepth { get; init; }

    /// <summary>Whether highlights of linear light that are brighter than white stay so; otherwise they become white.</summary>
    public bool KeepHighlights { get; init; }

    /// <summary>Whether a high dynamic range is brought to that of BT.709.</summary>
    public bool ToneMap { get; init; }

    /// <summary>Whether a frame has to come soon, and need not have exactly the colors that it could have.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether the clip is read at its own pace, as a camera would give it.</summary>
    public bool IsPaced { get; init; }
}
