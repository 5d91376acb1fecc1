namespace U2Video.Pipeline.Smoothing;

/// <summary>How masks are smoothed over time.</summary>
public enum SmoothingMode
{
    /// <summary>Not at all: each frame stands for itself.</summary>
    Off,

    /// <summary>An exponential moving average, which needs no frame of the future.</summary>
    Ema,
}
