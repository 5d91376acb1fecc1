namespace U2Video.Core.Imaging;

/// <summary>How the pixels of a <see cref="Frame"/> are laid out in memory: packed, row by row without gaps, little-endian.</summary>
/// <remarks>It is immutable, so several threads may use it at once.</remarks>
public sealed class PixelLayout
{
    private PixelLayout(string name, int channels, int bytesPerSample) =>
        (Name, Channels, BytesPerSample) = (name, channels, bytesPerSample);

    /// <summary>Red, green, blue; eight bits each.</summary>
    public static PixelLayout Rgb24 { get; } = new("rgb24", channels: 3, bytesPerSample: 1);

    /// <summary>Red, green, blue, alpha (not multiplied in); eight bits each.</summary>
    public static PixelLayout Rgba32 { get; } = new("rgba", channels: 4, bytesPerSample: 1);

    /// <summary>One value, eight bits.</summary>
    public static PixelLayout Gray8 { get; } = new("gray", channels: 1, bytesPerSample: 1);

    /// <summary>Red, green, blue; sixteen bits each.</summary>
    public static PixelLayout Rgb48 { get; } = new("rgb48le", channels: 3, bytesPerSample: 2);

    /// <summary>Red, green, blue, alpha (not multiplied in); sixteen bits each.</summary>
    public static PixelLayout Rgba64 { get; } = new("rgba64le", channels: 4, bytesPerSample: 2);

    /// <summary>One value, sixteen bits.</summary>
    public static PixelLayout Gray16 { get; } = new("gray16le", channels: 1, bytesPerSample: 2);

    /// <summary>FFmpeg's name of it.</summary>
    public string Name { get; }

    /// <summary>Values of a pixel: 1, 3 or 4.</summary>
    public int Channels { get; }

    /// <summary>1 or 2.</summary>
    public int BytesPerSample { get; }

    /// <summary>Bytes of a pixel.</summary>
    public int BytesPerPixel => Channels * BytesPerSample;

    /// <summary>Whether the last value of a pixel is its alpha.</summary>
    public bool HasAlpha => Channels == 4;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
