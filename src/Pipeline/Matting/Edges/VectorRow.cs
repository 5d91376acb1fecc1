using System.Numerics;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>
/// A row of samples as floats, followed by room up to a whole vector. Computed row by row, all that a formula needs stays in the
/// processor's cache; computed matrix by matrix, each of its operations would go through memory.
/// </summary>
/// <param name="length">Samples in the row.</param>
internal sealed class VectorRow(int length)
{
    private readonly float[] _values = new float[RoundUp(length)];

    /// <summary>All values, and unused ones that fill up the last vector.</summary>
    public Span<Vector<float>> Vectors => MemoryMarshal.Cast<float, Vector<float>>(_values.AsSpan());

    /// <summary>The smallest multiple of a vector's length that is not below a number.</summary>
    public static int RoundUp(int count) => (count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>Reads a row of eight- or sixteen-bit samples: 0 to 255 or 65535.</summary>
    public void Read(Mat pixels, int row) => SampleRow.Widen(pixels, row, _values);

    /// <summary>Interpolates between two rows: 0 is the first, 1 the second.</summary>
    public void Interpolate(ReadOnlySpan<Vector<float>> first, ReadOnlySpan<Vector<float>> second, float place)
    {
        var values = Vectors;
        var share = new Vector<float>(place);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = first[i] + (share * (second[i] - first[i]));
        }
    }

    /// <summary>Multiplies all values.</summary>
    public void Scale(float factor)
    {
        foreach (ref var value in Vectors)
        {
            value *= factor;
        }
    }

    /// <summary>Adds the product of two rows, value by value.</summary>
    public void AddProduct(VectorRow first, VectorRow second)
    {
        var values = Vectors;
        ReadOnlySpan<Vector<float>> left = first.Vectors, right = second.Vectors;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += left[i] * right[i];
        }
    }

    /// <summary>Writes the row, rounded, to a row of such samples.</summary>
    public void Write(Mat pixels, int row) => SampleRow.Narrow(_values, pixels, row);
}
