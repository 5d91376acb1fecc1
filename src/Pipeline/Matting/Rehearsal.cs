using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting;

/// <summary>
/// Frames that are worked on before the first live one and that nobody sees. Otherwise some twenty live frames would come late, until code
/// is compiled and memory is there.
/// </summary>
internal static class Rehearsal
{
    /// <summary>How many frames it takes until they are fast.</summary>
    public const int Frames = 8;

    private const int Side = 64;

    /// <summary>Pictures of noise, of time 0.</summary>
    /// <param name="video">What the live frames will be.</param>
    public static IEnumerable<Frame> Pictures(VideoFormat video)
    {
        for (var i = 0; i < Frames; i++)
        {
            var frame = new Frame(video.Width, video.Height, timestamp: 0, video.Layout);
            new Random(i).NextBytes(frame.Pixels.Span);
            yield return frame;
        }
    }

    /// <summary>The same with the matte of a disc with a soft edge, because most work is where mattes are soft.</summary>
    /// <param name="video">What the live frames will be.</param>
    public static IEnumerable<MattedFrame> Mattes(VideoFormat video)
    {
        using var disc = new Mask(Side, Side);
        for (var i = 0; i < disc.Values.Length; i++)
        {
            var (x, y) = ((i % Side / (Side / 2.0)) - 1, (i / Side / (Side / 2.0)) - 1);
            disc.Values[i] = (float)Math.Clamp(0.5 + (8 * (0.6 - Math.Sqrt((x * x) + (y * y)))), 0, 1);
        }

        foreach (var picture in Pictures(video))
        {
            yield return new MattedFrame(picture, BilinearUpsampling.ToFrameSize(disc, picture));
        }
    }
}
