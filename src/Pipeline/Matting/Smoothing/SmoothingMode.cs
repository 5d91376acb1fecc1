namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>How masks are smoothed over time.</summary>
public enum SmoothingMode
{
    /// <summary>No smoothing: each frame has its own mask.</summary>
    Off,

    /// <summary>An average of the past, for live pictures: it needs no frame of the future.</summary>
    Ema,

    /// <summary>An average of as many frames of the past as of the future, so that a frame waits for those that follow it.</summary>
    Lookahead,
}
