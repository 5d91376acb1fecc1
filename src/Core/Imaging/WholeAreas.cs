using System.Runtime.Intrinsics;
using OpenCvSharp;

namespace U2Video.Core.Imaging;

/// <summary>
/// Makes pictures smaller where each pixel covers whole pixels; the sums are whole numbers, so their order does not matter.
/// </summary>
internal static class WholeAreas
{
    private const int Colors = 3;
    private const int Lanes = 4;

    /// <summary>Resizes a picture of three colors of eight bits.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="target">The smaller one; it is filled.</param>
    /// <param name="across">The columns that each pixel covers.</param>
    /// <param name="down">The rows that each pixel covers; at most 257.</param>
    public static unsafe void Resize(Mat source, Mat target, int across, int down)
    {
        // One more value, because a vector of a pixel reaches beyond its three colors.
        var sums = new ushort[(source.Cols * Colors) + 1];
        var (share, rows) = (1f / (across * down), target.Rows);
        for (var row = 0; row < rows; row++)
        {
            Array.Clear(sums);
            for (var i = 0; i < down; i++)
            {
                AddDown(new ReadOnlySpan<byte>((void*)source.Ptr((row * down) + i), source.Cols * Colors), sums);
            }

            AddAcross(sums, across, share, new Span<byte>((void*)target.Ptr(row), target.Cols * Colors));
        }
    }

    private static void AddDown(ReadOnlySpan<byte> row, Span<ushort> sums)
    {
        var whole = row.Length - (row.Length % Vector256<ushort>.Count);
        for (var i = 0; i < whole; i += Vector256<ushort>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(row[i..]));
            (Vector256.Create<ushort>(sums[i..]) + Vector256.Create(low, high)).CopyTo(sums[i..]);
        }

        for (var i = whole; i < row.Length; i++)
        {
            sums[i] += row[i];
        }
    }

    private static unsafe void AddAcross(ReadOnlySpan<ushort> sums, int across, float share, Span<byte> pixels)
    {
        fixed (ushort* values = sums)
        {
            var from = values;
            for (var to = 0; to < pixels.Length; to += Colors)
            {
                var total = Vector128<int>.Zero;
                for (var i = 0; i < across; i++, from += Colors)
                {
                    total += Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)from).AsUInt16()).AsInt32();
                }

                // Halves are rounded to even.
                var means = Vector128.ConvertToInt32(Vector128.Round(Vector128.ConvertToSingle(total) * Vector128.Create(share)));
                pixels[to] = (byte)means[0];
                pixels[to + 1] = (byte)means[1];
                pixels[to + 2] = (byte)means[2];
            }
        }
    }
}
