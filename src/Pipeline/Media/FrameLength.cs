using System.Globalization;

namespace U2Video.Pipeline.Media;

/// <summary>A length in a frame: in its pixels, or as a share of its shorter side, so that one value suits clips of all sizes.</summary>
/// <param name="Value">Pixels, or a share where 1 is all of the shorter side.</param>
/// <param name="IsShare">Whether it is a share.</param>
public readonly record struct FrameLength(double Value, bool IsShare = false)
{
    /// <summary>A length in pixels.</summary>
    public static implicit operator FrameLength(double pixels) => new(pixels);

    /// <summary>The length in the pixels of a frame.</summary>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    public double In(int width, int height) => IsShare ? Value * Math.Min(width, height) : Value;

    /// <summary>As <c>12.5</c> or <c>2%</c>.</summary>
    public override string ToString() => Written(Value, IsShare);

    /// <summary>A number of pixels, or a share in percent.</summary>
    internal static string Written(double value, bool isShare) =>
        isShare ? (value * 100).ToString(CultureInfo.InvariantCulture) + "%" : value.ToString(CultureInfo.InvariantCulture);
}
