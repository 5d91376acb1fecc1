namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>How masks are smoothed over time.</summary>
public enum SmoothingMode
{
    /// <summary>Not at all: each frame stands for itself.</summary>
    Off,

    /// <summary>An average of the past, which needs no frame of the future: for live pictures.</summary>
    Ema,

    /// <summary>An average of as many frames of the past as of the future, which are waited for.</summary>
    Lookahead,
}
