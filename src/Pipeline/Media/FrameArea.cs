namespace U2Video.Pipeline.Media;

/// <summary>An area in a frame: in its pixels, or as a share of all of them.</summary>
/// <param name="Value">Pixels, or a share where 1 is the whole frame.</param>
/// <param name="IsShare">Whether it is a share.</param>
public readonly record struct FrameArea(double Value, bool IsShare = false)
{
    /// <summary>An area in pixels.</summary>
    public static implicit operator FrameArea(double pixels) => new(pixels);

    /// <summary>The area in the pixels of a frame.</summary>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    public double In(int width, int height) => IsShare ? Value * width * height : Value;

    /// <summary>As <c>400</c> or <c>0.5%</c>.</summary>
    public override string ToString() => FrameLength.Written(Value, IsShare);
}
