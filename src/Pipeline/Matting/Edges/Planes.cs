using System.Numerics;
using System.Runtime.CompilerServices;
using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>Matrices of floats of one size, for computations value by value.</summary>
/// <param name="all">The matrices; they are taken over. The number of their values is a multiple of a vector's length.</param>
internal sealed class Planes(IReadOnlyList<Mat> all) : IDisposable
{
    private readonly Mat[] _all = [.. all];

    // Reading these from OpenCV costs more than a computation with a vector.
    private readonly nint[] _data = [.. all.Select(plane => plane.Data)];
    private int _rowBytes = (int)all[0].Step();

    /// <summary>Makes planes with undefined values.</summary>
    public Planes(int count, Size size)
        : this([.. Enumerable.Range(0, count).Select(_ => new Mat(size, MatType.CV_32FC1))])
    {
    }

    /// <summary>The number of values of a plane.</summary>
    public int Length => (int)_all[0].Total();

    /// <summary>One of the planes; it stays this object's.</summary>
    public Mat this[int plane] => _all[plane];

    /// <summary>The place of a vector of a plane's values.</summary>
    public unsafe ref Vector<float> At(int plane, int index) => ref Unsafe.AsRef<Vector<float>>((float*)_data[plane] + index);

    /// <summary>Replaces each value by the mean of those within a distance, by row and by column.</summary>
    public void Blur(int radius) => Array.ForEach(_all, plane => Cv2.Blur(plane, plane, new Size((2 * radius) + 1, (2 * radius) + 1)));

    /// <summary>The vectors of a row outside of which all planes are 0; for rows that <see cref="Stretch"/> made.</summary>
    /// <returns>The first one, and the one behind the last; the second is not above the first where there is none.</returns>
    public (int First, int End) UsedVectors(int row)
    {
        var length = _rowBytes / (sizeof(float) * Vector<float>.Count);
        var (first, end) = (length, 0);
        for (var plane = 0; plane < _all.Length; plane++)
        {
            var values = Row(plane, row);
            for (var i = 0; i < first; i++)
            {
                first = Vector.EqualsAll(values[i], Vector<float>.Zero) ? first : i;
            }

            for (var i = length; i > end; i--)
            {
                end = Vector.EqualsAll(values[i - 1], Vector<float>.Zero) ? end : i;
            }
        }

        return (first, end);
    }

    /// <summary>A row of a plane between two of its rows; for rows that <see cref="Stretch"/> made.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="above">The first row.</param>
    /// <param name="below">The second row.</param>
    /// <param name="place">0 is the first row, 1 the second.</param>
    public RowBetween Between(int plane, int above, int below, float place) =>
        new(_data[plane] + ((nint)above * _rowBytes), _data[plane] + ((nint)below * _rowBytes), place);

    /// <summary>A row of a plane as vectors; for rows that <see cref="Stretch"/> made.</summary>
    private unsafe ReadOnlySpan<Vector<float>> Row(int plane, int row) =>
        new((byte*)_data[plane] + ((long)row * _rowBytes), _rowBytes / (sizeof(float) * Vector<float>.Count));

    /// <summary>Makes the rows longer, linear between their values, each followed by room up to a whole vector.</summary>
    public void Stretch(int width)
    {
        for (var i = 0; i < _all.Length; i++)
        {
            using var narrow = _all[i];
            var wide = _all[i] = new Mat(narrow.Rows, VectorRow.RoundUp(width), MatType.CV_32FC1);
            using var filled = wide[0, wide.Rows, 0, width];
            Cv2.Resize(narrow, filled, filled.Size(), interpolation: InterpolationFlags.Linear);
            (_data[i], _rowBytes) = (wide.Data, (int)wide.Step());
        }
    }

    /// <summary>Frees the matrices.</summary>
    public void Dispose() => Array.ForEach(_all, plane => plane.Dispose());
}
