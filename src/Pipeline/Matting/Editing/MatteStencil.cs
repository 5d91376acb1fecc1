using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>A gray picture that says where a matte is overruled, whatever the frames' size.</summary>
/// <remarks>Never changes, so several threads may use it at once.</remarks>
public sealed class MatteStencil
{
    private readonly byte[] _values;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Copies the values of a picture.</summary>
    /// <param name="picture">Gray: its value counts. With alpha: that counts. Otherwise its brightness does.</param>
    public MatteStencil(Frame picture)
    {
        (_width, _height) = (picture.Width, picture.Height);
        using var pixels = FrameMat.Of(picture);
        using var gray = picture.Layout.HasAlpha ? pixels.Mat.OwnAlpha()
            : picture.Layout.Channels == 1 ? pixels.Mat.Clone()
            : pixels.Mat.CvtColor(ColorConversionCodes.RGB2GRAY);
        using var bytes = new Mat();
        gray.ConvertTo(bytes, MatType.CV_8UC1, (double)byte.MaxValue / gray.LargestSample());
        bytes.GetArray(out _values);
    }

    /// <summary>The values at the size and depth of a matte; the caller disposes them.</summary>
    internal Mat Like(Mat matte)
    {
        using var bytes = Mat.FromPixelData(_height, _width, MatType.CV_8UC1, _values);
        using var sized = bytes.Resize(matte.Size(), interpolation: InterpolationFlags.Linear);
        var samples = new Mat();
        sized.ConvertTo(samples, matte.Type(), (double)matte.LargestSample() / byte.MaxValue);
        return samples;
    }
}
