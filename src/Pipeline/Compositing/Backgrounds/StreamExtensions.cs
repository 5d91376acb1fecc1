using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>What backgrounds want to know of a stream.</summary>
internal static class StreamExtensions
{
    /// <summary>How many times wider than high a pixel is shown; square where the stream does not say.</summary>
    public static double PixelAspect(this NutVideoStream stream) =>
        stream.SampleAspect is { Numerator: > 0, Denominator: > 0 } aspect ? aspect.Value : 1;
}
