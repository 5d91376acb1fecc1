using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Nut;

/// <summary>What a stream header says of the video.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="TimeBase">Seconds in a tick of the time stamps.</param>
/// <param name="SampleAspect">A pixel's width over its height; 1/1 where unknown.</param>
/// <param name="Layout">How the pixels stand in memory.</param>
internal sealed record NutVideoStream(int Width, int Height, Rational TimeBase, Rational SampleAspect, PixelLayout Layout);
