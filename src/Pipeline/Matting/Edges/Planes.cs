using System.Numerics;
using System.Runtime.CompilerServices;
using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>Matrices of floats of one size, to be computed with value by value.</summary>
/// <param name="all">The matrices; they are taken over. Their values come out even in vectors.</param>
internal sealed class Planes(IReadOnlyList<Mat> all) : IDisposable
{
    private readonly Mat[] _all = [.. all];

    // To ask OpenCV for these costs more than to compute with a vector.
    private readonly nint[] _data = [.. all.Select(plane => plane.Data)];
    private int _rowBytes = (int)all[0].Step();

    /// <summary>New ones with undefined values.</summary>
    public Planes(int count, Size size)
        : this([.. Enumerable.Range(0, count).Select(_ => new Mat(size, MatType.CV_32FC1))])
    {
    }

    /// <summary>Values of a plane.</summary>
    public int Length => (int)_all[0].Total();

    /// <summary>One of them; it stays this object's.</summary>
    public Mat this[int plane] => _all[plane];

    /// <summary>The place of a vector of a plane's values.</summary>
    public unsafe ref Vector<float> At(int plane, int index) => ref Unsafe.AsRef<Vector<float>>((float*)_data[plane] + index);

    /// <summary>Replaces each value by the mean of those at most so far from it, by row and by column.</summary>
    public void Blur(int radius) => Array.ForEach(_all, plane => Cv2.Blur(plane, plane, new Size((2 * radius) + 1, (2 * radius) + 1)));

    /// <summary>A row of a plane as vectors; for rows that <see cref="Stretch"/> made.</summary>
    public unsafe ReadOnlySpan<Vector<float>> Row(int plane, int row) =>
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

    /// <summary>Frees all.</summary>
    public void Dispose() => Array.ForEach(_all, plane => plane.Dispose());
}
