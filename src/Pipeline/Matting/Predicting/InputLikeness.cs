using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>
/// Decides whether two inputs of the network are so alike that one mask serves for both. With the tolerance 0 they have to be equal bit for
/// bit. With a tolerance T the mean absolute difference of all values has to be at most T levels of eight bits, and that of every tile of
/// about <see cref="TileSide"/>×<see cref="TileSide"/> pixels at most <see cref="TileFactor"/>·T. Noise is spread over the picture and
/// passes the second test where it passes the first. A hand that moves in front of a still room is lost in the mean of the picture, but
/// not in that of its tile.
/// </summary>
/// <param name="tolerance">T, 0…16.</param>
internal sealed class InputLikeness(double tolerance)
{
    /// <summary>How large a tile is, in pixels of the network's input.</summary>
    public const int TileSide = 8;

    /// <summary>How many times more than the picture a tile may differ.</summary>
    public const double TileFactor = 4;

    /// <summary>Compares two inputs.</summary>
    public bool Holds(Frame one, Frame other)
    {
        if ((one.Width, one.Height) != (other.Width, other.Height))
        {
            return false;
        }

        if (one.Pixels.Span.SequenceEqual(other.Pixels.Span))
        {
            return true;
        }

        if (tolerance == 0)
        {
            return false;
        }

        using var first = FrameMat.Of(one);
        using var second = FrameMat.Of(other);
        using var difference = new Mat();
        Cv2.Absdiff(first.Mat, second.Mat, difference);
        return MeanOf(difference.Mean()) <= tolerance && LargestTile(difference) <= TileFactor * tolerance;
    }

    private static double LargestTile(Mat difference)
    {
        // In floats: eight bits would round the means of the tiles to whole levels.
        using var precise = new Mat();
        using var tiles = new Mat();
        difference.ConvertTo(precise, MatType.CV_32FC3);
        var size = new Size(Math.Max(1, difference.Cols / TileSide), Math.Max(1, difference.Rows / TileSide));
        Cv2.Resize(precise, tiles, size, interpolation: InterpolationFlags.Area);
        Cv2.Transform(tiles, tiles, InputArray.Create(new[,] { { 1 / 3f, 1 / 3f, 1 / 3f } }));
        Cv2.MinMaxLoc(tiles, out _, out double largest);
        return largest;
    }

    private static double MeanOf(Scalar channels) => (channels.Val0 + channels.Val1 + channels.Val2) / 3;
}
