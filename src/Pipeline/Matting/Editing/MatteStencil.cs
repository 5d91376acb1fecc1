using System.Security.Cryptography;
using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Imaging;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// A gray picture that says where a matte is overruled, whatever the frames' size; or a clip of such pictures, each of which holds from its
/// time on, counted as that of the frames from the beginning of both clips, and the last one to the end.
/// </summary>
/// <remarks>Never changes, so several threads may use it at once.</remarks>
public sealed class MatteStencil
{
    private readonly byte[] _values = [];
    private readonly int _width;
    private readonly int _height;

    /// <summary>Copies the values of a gray picture.</summary>
    /// <param name="picture">Gray, of eight or sixteen bits; it stays the caller's.</param>
    public MatteStencil(Frame picture)
    {
        using var pixels = FrameMat.Of(picture);
        (_width, _height, _values) = (picture.Width, picture.Height, ToBytes(pixels.Mat));
    }

    /// <summary>Copies the values of a gray picture.</summary>
    internal MatteStencil(Mat gray) => (_width, _height, _values) = (gray.Cols, gray.Rows, ToBytes(gray));

    private MatteStencil(string clip) => Clip = clip;

    /// <summary>The file of a clip, which is decoded beside the frames; null for a picture.</summary>
    internal string? Clip { get; }

    /// <summary>Reads a picture file, or takes a clip, whose frames are read by each run when their time has come.</summary>
    /// <param name="path">
    /// Its name. Where parts of it are transparent, its alpha is what counts, and its brightness otherwise. In a clip the alpha counts from
    /// the first frame on that is transparent somewhere.
    /// </param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static MatteStencil Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: is a folder; give a picture or a clip.");
        }

        if (!StoredPicture.HasNameOfOne(path))
        {
            // Its own message, because the usual one says what to do with an input.
            if (FileStatus.Of(path)?.Kind == FileKind.Pipe)
            {
                throw new InputException($"{path}: is a pipe; save it to a file first.");
            }

            InputFile.Check(path);
            return new MatteStencil(path);
        }

        using var pixels = StoredPicture.Read(path);
        using var gray = pixels.Channels() switch
        {
            1 => pixels.Clone(),
            3 => pixels.CvtColor(ColorConversionCodes.BGR2GRAY),
            _ => ToGray(pixels),
        };
        return new MatteStencil(gray);
    }

    /// <summary>The SHA-256 of a picture's size and values, hexadecimal.</summary>
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

    /// <summary>Whether any value is below the largest one.</summary>
    internal static bool IsTransparent(Mat alpha)
    {
        alpha.MinMaxIdx(out var least, out _);
        return least < alpha.LargestSample();
    }

    // Many programs save alpha that is full everywhere, and says nothing.
    private static Mat ToGray(Mat colors)
    {
        var alpha = colors.OwnAlpha();
        if (IsTransparent(alpha))
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
