namespace U2Video.Pipeline.Decoding;

/// <summary>What is known of a clip before it is decoded.</summary>
/// <param name="Path">The file.</param>
internal sealed record MediaInfo(string Path)
{
    /// <summary>How long its first video stream is; null where the container does not say.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>About how many frames it has, from duration and mean rate; null where the container does not say.</summary>
    public long? EstimatedFrames { get; init; }

    /// <summary>How long its last frame is shown; null where that was not asked for or the container does not say.</summary>
    public TimeSpan? LastFrameDuration { get; init; }

    /// <summary>Whether there is sound.</summary>
    public bool HasAudio { get; init; }
}
