using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Media;

/// <summary>What the frames of a video are.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="TimeBase">Seconds in a tick of the time stamps.</param>
/// <param name="SampleAspect">A pixel's width over its height; 1/1 where unknown.</param>
/// <param name="Layout">How the pixels stand in memory.</param>
internal sealed record VideoFormat(int Width, int Height, Rational TimeBase, Rational SampleAspect, PixelLayout Layout)
{
    /// <summary>How many times wider than high a pixel is shown; 1 where <see cref="SampleAspect"/> is not positive.</summary>
    public double PixelAspect => SampleAspect is { Numerator: > 0, Denominator: > 0 } aspect ? aspect.Value : 1;
}
