namespace U2Video.Pipeline.Media;

/// <summary>Which frames of a clip are wanted.</summary>
internal sealed record ClipRange
{
    /// <summary>The whole clip.</summary>
    public static ClipRange All { get; } = new();

    /// <summary>The time after the clip's beginning at which the range begins; null for the clip's beginning.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>The time after the clip's beginning at which the range ends; null for the clip's end.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>The largest number of frames; null for all of them.</summary>
    public long? MaxFrames { get; init; }

    /// <summary>The time at which the range begins: 0 is the clip's beginning.</summary>
    public TimeSpan Start => From ?? TimeSpan.Zero;

    /// <summary>How long the range is; null where only the clip's end or a number of frames ends it.</summary>
    public TimeSpan? Length => To - Start;

    /// <summary>Whether the range is limited by times.</summary>
    public bool HasTimes => From is not null || To is not null;

    /// <summary>The same range with what comes before it.</summary>
    /// <param name="lead">How much earlier it begins; the time of its beginning for the whole clip before it.</param>
    public ClipRange Before(TimeSpan lead) => lead == TimeSpan.Zero ? this : this with { From = lead < From ? From - lead : null };

    /// <summary>About how many frames of a clip are in the range; null where that cannot be told before they are read.</summary>
    public long? FramesOf(MediaInfo media)
    {
        if (!HasTimes)
        {
            return ExpectedFrames(media.Frames ?? media.EstimatedFrames);
        }

        var end = To is { } to && !(media.Duration < to) ? to : media.Duration;
        var frames = (end - Start)?.TotalSeconds * media.FrameRate?.Value;
        return frames >= 1 ? (long)Math.Min(frames.Value, MaxFrames ?? long.MaxValue) : null;
    }

    /// <summary>How many frames of the range can be expected.</summary>
    /// <param name="all">How many frames the clip is estimated to have; null where that is unknown.</param>
    public long? ExpectedFrames(long? all) =>
        HasTimes ? MaxFrames : all is { } count ? Math.Min(count, MaxFrames ?? count) : MaxFrames;
}
