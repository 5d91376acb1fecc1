namespace U2Video.Core.Models;

/// <summary>The order of the color channels that a network was trained with.</summary>
public enum ChannelOrder
{
    /// <summary>Red first, as the official code reads pictures.</summary>
    Rgb,

    /// <summary>Blue first, as OpenCV reads pictures.</summary>
    Bgr,
}
