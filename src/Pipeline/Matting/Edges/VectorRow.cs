using System.Numerics;
using System.Runtime.InteropServices;

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

    /// <summary>All values, and unused ones that fill up the last vector.</summary>
    public Span<float> Values => _values;
}
