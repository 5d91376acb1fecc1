using System.Security.Cryptography;
using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>A gray picture that says where a matte is overruled, whatever the frames' size.</summary>
/// <remarks>Never changes, so several threads may use it at once.</remarks>
public sealed class MatteStencil
{
    private readonly byte[] _values;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Copies the values of a gray picture.</summary>
    /// <param name="picture">Gray, of eight or sixteen bits; it stays the caller's.</param>
    public MatteStencil(Frame picture)
    {
        using var pixels = FrameMat.Of(picture);
        (_width, _height, _values) = (picture.Width, picture.Height, ToBytes(pixels.Mat));
    }

    private MatteStencil(Mat gray) => (_width, _height, _values) = (gray.Cols, gray.Rows, ToBytes(gray));

    /// <summary>Reads a picture file.</summary>
    /// <param name="path">Its name. Where parts of it are transparent, its alpha is what counts, and its brightness otherwise.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static MatteStencil Read(string path)
    {
        using var pixels = StoredPicture.Read(path);
        using var gray = pixels.Channels() switch
        {
            1 => pixels.Clone(),
            3 => pixels.CvtColor(ColorConversionCodes.BGR2GRAY),
            _ => ToGray(pixels),
        };
        return new MatteStencil(gray);
    }

    /// <summary>The SHA-256 of its size and values, hexadecimal.</summary>
    internal string Hash => Convert.ToHexStringLower(
        SHA256.HashData([.. BitConverter.GetBytes(_width), .. BitConverter.GetBytes(_height), .. _values]));

    /// <summary>The values at the size and depth of a matte; the caller disposes them.</summary>
    internal Mat Like(Mat matte)
    {
        using var bytes = Mat.FromPixelData(_height, _width, MatType.CV_8UC1, _values);
        using var sized = bytes.Resize(matte.Size(), interpolation: InterpolationFlags.Linear);
        var samples = new Mat();
        sized.ConvertTo(samples, matte.Type(), (double)matte.LargestSample() / byte.MaxValue);
        return samples;
    }

    // Many programs save alpha that is full everywhere, and says nothing.
    private static Mat ToGray(Mat colors)
    {
        var alpha = colors.OwnAlpha();
        alpha.MinMaxIdx(out var least, out _);
        if (least < alpha.LargestSample())
        {
            return alpha;
        }

        alpha.Dispose();
        return colors.CvtColor(ColorConversionCodes.BGRA2GRAY);
    }

    private static byte[] ToBytes(Mat gray)
    {
        using var bytes = new Mat();
        gray.ConvertTo(bytes, MatType.CV_8UC1, (double)byte.MaxValue / gray.LargestSample());
        bytes.GetArray(out byte[] values);
        return values;
    }
}
