using U2Video.Core.Errors;

namespace U2Video.Core.Training;

/// <summary>The true mask of a pair, read.</summary>
/// <param name="Values">0…1, row by row.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record TrueMask(float[] Values, int Width, int Height)
{
    /// <summary>Reads a mask's picture, 8 bits a pixel.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static TrueMask Read(string path)
    {
        using var mask = Picture.ReadMask(path);
        mask.GetArray(out byte[] bytes);
        return new TrueMask(Array.ConvertAll(bytes, value => value / (float)byte.MaxValue), mask.Cols, mask.Rows);
    }
}
