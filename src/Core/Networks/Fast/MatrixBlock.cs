using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vector = System.Runtime.Intrinsics.Vector256<float>;

namespace U2Video.Core.Networks.Fast;

/// <summary>The innermost part of a matrix product: a block of the result that stays in twelve of AVX2's sixteen registers.</summary>
internal static unsafe class MatrixBlock
{
    /// <summary>Rows of a block.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a block.</summary>
    public const int Columns = 16;

    /// <summary>Multiplies 6×N by N×16.</summary>
    /// <param name="left">The first of six rows, which follow each other at a distance of <paramref name="depth"/>.</param>
    /// <param name="right">N×16, contiguous.</param>
    /// <param name="depth">The number N.</param>
    /// <param name="to">The first of the result's six rows.</param>
    /// <param name="stride">The distance from one of the result's rows to the next, in values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* left, float* right, nint depth, float* to, nint stride)
    {
        Vector a0 = Vector.Zero, a1 = Vector.Zero, a2 = Vector.Zero, a3 = Vector.Zero, a4 = Vector.Zero, a5 = Vector.Zero;
        Vector b0 = Vector.Zero, b1 = Vector.Zero, b2 = Vector.Zero, b3 = Vector.Zero, b4 = Vector.Zero, b5 = Vector.Zero;
        float* row1 = left + depth, row2 = row1 + depth, row3 = row2 + depth, row4 = row3 + depth, row5 = row4 + depth;
        for (nint i = 0; i < depth; i++)
        {
            var (a, b) = (Vector256.Load(right), Vector256.Load(right + 8));
            right += Columns;

            var value = Vector256.Create(left[i]);
            a0 = Fma.MultiplyAdd(value, a, a0);
            b0 = Fma.MultiplyAdd(value, b, b0);
            value = Vector256.Create(row1[i]);
            a1 = Fma.MultiplyAdd(value, a, a1);
            b1 = Fma.MultiplyAdd(value, b, b1);
            value = Vector256.Create(row2[i]);
            a2 = Fma.MultiplyAdd(value, a, a2);
            b2 = Fma.MultiplyAdd(value, b, b2);
            value = Vector256.Create(row3[i]);
            a3 = Fma.MultiplyAdd(value, a, a3);
            b3 = Fma.MultiplyAdd(value, b, b3);
            value = Vector256.Create(row4[i]);
            a4 = Fma.MultiplyAdd(value, a, a4);
            b4 = Fma.MultiplyAdd(value, b, b4);
            value = Vector256.Create(row5[i]);
            a5 = Fma.MultiplyAdd(value, a, a5);
            b5 = Fma.MultiplyAdd(value, b, b5);
        }

        Store(to, a0, b0);
        Store(to + stride, a1, b1);
        Store(to + (2 * stride), a2, b2);
        Store(to + (3 * stride), a3, b3);
        Store(to + (4 * stride), a4, b4);
        Store(to + (5 * stride), a5, b5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, Vector a, Vector b)
    {
        a.Store(to);
        b.Store(to + 8);
    }
}
