namespace U2Video.Pipeline.Media;

/// <summary>The order of the channels of raw pixels, in FFmpeg's names.</summary>
public enum RawPixels
{
    /// <summary>Red, green, blue.</summary>
    Rgb24,

    /// <summary>Blue, green, red.</summary>
    Bgr24,

    /// <summary>Red, green, blue, alpha.</summary>
    Rgba,

    /// <summary>Blue, green, red, alpha.</summary>
    Bgra,

    /// <summary>One gray value.</summary>
    Gray,
}
