namespace U2Video.Pipeline.Decoding;

/// <summary>What of a clip is decoded and how.</summary>
internal sealed record DecoderOptions
{
    /// <summary>The number of the video stream, counted over all streams from 0; null for the one that is meant most probably.</summary>
    public int? Stream { get; init; }

    /// <summary>From which time after the clip's beginning; null for all of it.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>Up to which time after the clip's beginning; null for all of it.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>At most so many frames; null for all of them.</summary>
    public long? MaxFrames { get; init; }

    /// <summary>Whether samples of more than eight bits stay so.</summary>
    public bool KeepDepth { get; init; }

    /// <summary>Whether a high dynamic range is brought to that of BT.709.</summary>
    public bool ToneMap { get; init; }

    /// <summary>How long the part is; null where only the clip's end or a count of frames ends it.</summary>
    public TimeSpan? Length => To - (From ?? TimeSpan.Zero);

    /// <summary>What limits the input to the part that is wanted.</summary>
    public IEnumerable<string> Part =>
    [
        .. From is { } from ? ["-ss", FFmpeg.FFmpegTools.Seconds(from)] : Array.Empty<string>(),
        .. Length is { } length ? ["-t", FFmpeg.FFmpegTools.Seconds(length)] : Array.Empty<string>(),
    ];
}
