using OpenCvSharp;

namespace U2Video.Core.Training;

/// <summary>The true mask of a pair as numbers.</summary>
/// <param name="Values">0…1, row by row.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record TrueMask(float[] Values, int Width, int Height)
{
    /// <summary>Takes a mask's picture, 8 bits a pixel.</summary>
    public static TrueMask Of(Mat mask)
    {
        mask.GetArray(out byte[] bytes);
        return new TrueMask(Array.ConvertAll(bytes, value => value / (float)byte.MaxValue), mask.Cols, mask.Rows);
    }
}
