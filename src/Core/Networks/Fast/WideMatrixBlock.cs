using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vector = System.Runtime.Intrinsics.Vector512<float>;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// The innermost part of a matrix product for AVX-512: a block of the result that stays in eighteen of its thirty-two registers. It has
/// <see cref="MatrixBlock"/>'s columns and three times its rows, and adds in the same order, so that results are the same.
/// </summary>
internal static unsafe class WideMatrixBlock
{
    /// <summary>Rows of a block.</summary>
    public const int Rows = 3 * MatrixBlock.Rows;

    /// <summary>Multiplies 18×N by N×16.</summary>
    /// <param name="left">The first of eighteen rows, which follow each other at a distance of <paramref name="depth"/>.</param>
    /// <param name="right">N×16, contiguous.</param>
    /// <param name="depth">The number N.</param>
    /// <param name="to">The first of the result's eighteen rows.</param>
    /// <param name="stride">The distance from one of the result's rows to the next, in values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* left, float* right, nint depth, float* to, nint stride)
    {
        // An address is a register plus one or two times another, so six registers are enough for eighteen rows.
        float* row3 = left + (3 * depth), row6 = row3 + (3 * depth),
            row9 = row6 + (3 * depth), row12 = row9 + (3 * depth), row15 = row12 + (3 * depth);
        Vector sum0 = Vector.Zero, sum1 = Vector.Zero, sum2 = Vector.Zero, sum3 = Vector.Zero, sum4 = Vector.Zero, sum5 = Vector.Zero;
        Vector sum6 = Vector.Zero, sum7 = Vector.Zero, sum8 = Vector.Zero, sum9 = Vector.Zero, sum10 = Vector.Zero, sum11 = Vector.Zero;
        Vector sum12 = Vector.Zero, sum13 = Vector.Zero, sum14 = Vector.Zero, sum15 = Vector.Zero, sum16 = Vector.Zero, sum17 = Vector.Zero;
        for (nint i = 0; i < depth; i++)
        {
            var values = Vector512.Load(right);
            right += MatrixBlock.Columns;
            sum0 = Avx512F.FusedMultiplyAdd(Vector512.Create(left[i]), values, sum0);
            sum1 = Avx512F.FusedMultiplyAdd(Vector512.Create(left[depth + i]), values, sum1);
            sum2 = Avx512F.FusedMultiplyAdd(Vector512.Create(left[(2 * depth) + i]), values, sum2);
            sum3 = Avx512F.FusedMultiplyAdd(Vector512.Create(row3[i]), values, sum3);
            sum4 = Avx512F.FusedMultiplyAdd(Vector512.Create(row3[depth + i]), values, sum4);
            sum5 = Avx512F.FusedMultiplyAdd(Vector512.Create(row3[(2 * depth) + i]), values, sum5);
            sum6 = Avx512F.FusedMultiplyAdd(Vector512.Create(row6[i]), values, sum6);
            sum7 = Avx512F.FusedMultiplyAdd(Vector512.Create(row6[depth + i]), values, sum7);
            sum8 = Avx512F.FusedMultiplyAdd(Vector512.Create(row6[(2 * depth) + i]), values, sum8);
            sum9 = Avx512F.FusedMultiplyAdd(Vector512.Create(row9[i]), values, sum9);
            sum10 = Avx512F.FusedMultiplyAdd(Vector512.Create(row9[depth + i]), values, sum10);
            sum11 = Avx512F.FusedMultiplyAdd(Vector512.Create(row9[(2 * depth) + i]), values, sum11);
            sum12 = Avx512F.FusedMultiplyAdd(Vector512.Create(row12[i]), values, sum12);
            sum13 = Avx512F.FusedMultiplyAdd(Vector512.Create(row12[depth + i]), values, sum13);
            sum14 = Avx512F.FusedMultiplyAdd(Vector512.Create(row12[(2 * depth) + i]), values, sum14);
            sum15 = Avx512F.FusedMultiplyAdd(Vector512.Create(row15[i]), values, sum15);
            sum16 = Avx512F.FusedMultiplyAdd(Vector512.Create(row15[depth + i]), values, sum16);
            sum17 = Avx512F.FusedMultiplyAdd(Vector512.Create(row15[(2 * depth) + i]), values, sum17);
        }

        sum0.Store(to);
        sum1.Store(to + stride);
        sum2.Store(to + (2 * stride));
        sum3.Store(to + (3 * stride));
        sum4.Store(to + (4 * stride));
        sum5.Store(to + (5 * stride));
        sum6.Store(to + (6 * stride));
        sum7.Store(to + (7 * stride));
        sum8.Store(to + (8 * stride));
        sum9.Store(to + (9 * stride));
        sum10.Store(to + (10 * stride));
        sum11.Store(to + (11 * stride));
        sum12.Store(to + (12 * stride));
        sum13.Store(to + (13 * stride));
        sum14.Store(to + (14 * stride));
        sum15.Store(to + (15 * stride));
        sum16.Store(to + (16 * stride));
        sum17.Store(to + (17 * stride));
    }
}
