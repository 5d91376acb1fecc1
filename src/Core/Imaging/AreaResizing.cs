using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OpenCvSharp;

namespace U2Video.Core.Imaging;

/// <summary>
/// Makes pictures smaller: each pixel is the mean of the pixels that it covers, which count by the share that is covered. The results
/// are those of OpenCV's <see cref="InterpolationFlags.Area"/> to the bit, because the same sums are taken in the same order. It is some
/// four times as fast for three colors of eight bits; everything else is left to OpenCV.
/// </summary>
internal static class AreaResizing
{
    private const int Colors = 3;

    // One more than there are colors, because a vector has four.
    private const int Lanes = 4;

    /// <summary>Resizes a picture of any kind.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="target">A matrix of the same kind and of the size that is wanted; it is filled.</param>
    public static void Resize(Mat source, Mat target)
    {
        var (across, down) = (Scale(source.Cols, target.Cols), Scale(source.Rows, target.Rows));
        var isWhole = across == Math.Floor(across) && down == Math.Floor(down);
        if (source.Type() != MatType.CV_8UC3 || across < 1 || down < 1 || (across, down) == (1, 1) || (across, down) == (2, 2)
            || source.Cols < 2 || (isWhole && down * byte.MaxValue > ushort.MaxValue))
        {
            Cv2.Resize(source, target, target.Size(), interpolation: InterpolationFlags.Area);
        }
        else if (isWhole)
        {
            WholeAreas.Resize(source, target, (int)across, (int)down);
        }
        else
        {
            ResizeParts(source, target, across, down);
        }
    }

    // As OpenCV computes it.
    private static double Scale(int source, int target) => 1 / ((double)target / source);

    private static unsafe void ResizeParts(Mat source, Mat target, double across, double down)
    {
        var columns = AreaShare.All(source.Cols, target.Cols, across);
        var rows = AreaShare.All(source.Rows, target.Rows, down);
        var (even, odd, sum) = (new float[target.Cols * Lanes], new float[target.Cols * Lanes], new float[target.Cols * Lanes]);
        var (length, last, next) = (source.Cols * Colors, source.Rows - 1, 0);
        for (var i = 0; i < rows.Length; i++)
        {
            // Two rows at a time, because they have the same shares. A row at the border of two targets counts for both.
            var (from, to, share) = rows[i];
            if (from == next)
            {
                AddAcross((byte*)source.Ptr(from), (byte*)source.Ptr(Math.Min(from + 1, last)), length, columns, even, odd);
                next += 2;
            }

            AddDown((from & 1) == 0 ? even : odd, share, sum, begins: i == 0 || rows[i - 1].Target != to);
            if (i == rows.Length - 1 || rows[i + 1].Target != to)
            {
                Write(sum, new Span<byte>((void*)target.Ptr(to), target.Cols * Colors));
            }
        }
    }

    // Each pixel's colors are half a vector, whose last value belongs to the next pixel and is not used.
    private static unsafe void AddAcross(
        byte* first, byte* second, int length, ReadOnlySpan<AreaShare> columns, float[] firstMean, float[] secondMean)
    {
        fixed (float* firstMeans = firstMean, secondMeans = secondMean)
        fixed (AreaShare* shares = columns)
        {
            // The last pixel has no fourth value behind it.
            var last = (length / Colors) - 1;
            for (var i = 0; i < columns.Length;)
            {
                var target = shares[i].Target;
                var total = Vector256<float>.Zero;
                for (; i < columns.Length && shares[i].Target == target; i++)
                {
                    var place = Colors * shares[i].Source;
                    var (one, other) = shares[i].Source < last ? (*(uint*)(first + place), *(uint*)(second + place))
                        : (*(uint*)(first + place - 1) >> 8, *(uint*)(second + place - 1) >> 8);
                    total += ToFloats(one | ((ulong)other << 32)) * Vector256.Create(shares[i].Share);
                }

                total.GetLower().Store(firstMeans + (Lanes * target));
                total.GetUpper().Store(secondMeans + (Lanes * target));
            }
        }
    }

    private static Vector256<float> ToFloats(ulong bytes)
    {
        var packed = Vector128.CreateScalarUnsafe(bytes).AsByte();
        if (Avx2.IsSupported)
        {
            return Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(packed));
        }

        var (low, high) = Vector128.Widen(Vector128.WidenLower(packed));
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }

    private static void AddDown(ReadOnlySpan<float> mean, float share, Span<float> sum, bool begins)
    {
        var factor = Vector256.Create(share);
        var whole = sum.Length - (sum.Length % Vector256<float>.Count);
        for (var i = 0; i < whole; i += Vector256<float>.Count)
        {
            var product = Vector256.Create(mean[i..]) * factor;
            (begins ? product : Vector256.Create<float>(sum[i..]) + product).CopyTo(sum[i..]);
        }

        for (var i = whole; i < sum.Length; i++)
        {
            sum[i] = begins ? mean[i] * share : sum[i] + (mean[i] * share);
        }
    }

    // Halves are rounded to even.
    private static void Write(ReadOnlySpan<float> sum, Span<byte> pixels)
    {
        for (var (from, to) = (0, 0); to < pixels.Length; from += Lanes, to += Colors)
        {
            var values = Vector128.ConvertToInt32(Vector128.Round(Vector128.Create(sum[from..])));
            pixels[to] = (byte)values[0];
            pixels[to + 1] = (byte)values[1];
            pixels[to + 2] = (byte)values[2];
        }
    }
}
