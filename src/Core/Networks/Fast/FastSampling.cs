using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;
using Vector = System.Runtime.Intrinsics.Vector256<float>;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Pooling and up-sampling of channels-last float32 values on the CPU, into memory of <see cref="ActivationPool"/>.
/// </summary>
internal static unsafe class FastSampling
{
    /// <summary>Whether this can be used for a tensor; never if gradients are needed.</summary>
    public static bool Suits(Tensor x) =>
        !is_grad_enabled() && x.dtype == ScalarType.Float32 && x.device_type == TorchSharp.DeviceType.CPU
        && x.shape[1] % Vector.Count == 0 && Vector256.IsHardwareAccelerated && ActivationPool.IsAvailable;

    /// <summary>The largest of each 2×2 values.</summary>
    /// <param name="x">B×C×H×W, where C divides by 8.</param>
    /// <param name="ceiling">Whether an odd last row or column gives a result of its own.</param>
    public static Tensor Pool(Tensor x, bool ceiling)
    {
        using var scope = NewDisposeScope();
        var pixels = x.permute(0, 2, 3, 1).contiguous();
        var (batch, more) = ((int)x.shape[0], ceiling ? 1 : 0);
        var result = ActivationPool.Rent(batch, (x.shape[2] + more) / 2, (x.shape[3] + more) / 2, x.shape[1]);
        var (from, to) = (Picture.Of(pixels), Picture.Of(result));
        SharedWork.ForEach(batch * to.Height, (row, _) =>
        {
            var (picture, y) = Math.DivRem(row, to.Height);
            var above = from.Pixel(picture, 2 * y, 0);
            var below = from.Pixel(picture, Math.Min((2 * y) + 1, from.Height - 1), 0);
            PoolRow(above, below, from.Width, to.Pixel(picture, y, 0), to.Width, from.Channels);
        });
        return result.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Bilinear interpolation that takes pixels as areas, not as points (<c>align_corners=False</c>).</summary>
    /// <param name="x">B×C×H×W, where C divides by 8.</param>
    /// <param name="height">The height of the result.</param>
    /// <param name="width">The width of the result.</param>
    public static Tensor Resize(Tensor x, long height, long width)
    {
        using var scope = NewDisposeScope();
        var pixels = x.permute(0, 2, 3, 1).contiguous();
        var batch = (int)x.shape[0];
        var result = ActivationPool.Rent(batch, height, width, x.shape[1]);
        var (from, to) = (Picture.Of(pixels), Picture.Of(result));
        var rowSize = (nint)from.Width * from.Channels;
        var rows = Picture.ValuesOf(ActivationPool.Rent(OpenMP.Threads, rowSize));
        var (downs, acrosses) = (Neighbors.OfAll(from.Height, to.Height), Neighbors.OfAll(from.Width, to.Width));
        SharedWork.ForEach(batch * to.Height, (row, thread) =>
        {
            var (picture, y) = Math.DivRem(row, to.Height);
            var (above, below, share) = downs[y];
            var mixed = rows + (thread * rowSize);
            Mix(from.Pixel(picture, above, 0), from.Pixel(picture, below, 0), share, mixed, rowSize);
            ResizeRow(mixed, acrosses, to.Pixel(picture, y, 0), to.Channels);
        });
        return result.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PoolRow(float* above, float* below, nint fromWidth, float* to, nint width, nint channels)
    {
        for (nint x = 0; x < width; x++)
        {
            var left = 2 * x * channels;
            var right = Math.Min((2 * x) + 1, fromWidth - 1) * channels;
            for (nint channel = 0; channel < channels; channel += Vector.Count)
            {
                var first = Vector256.Max(Vector256.Load(above + left + channel), Vector256.Load(above + right + channel));
                var second = Vector256.Max(Vector256.Load(below + left + channel), Vector256.Load(below + right + channel));
                Vector256.Max(first, second).Store(to);
                to += Vector.Count;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(float* first, float* second, float share, float* to, nint count)
    {
        var weight = Vector256.Create(share);
        for (nint i = 0; i < count; i += Vector.Count)
        {
            var one = Vector256.Load(first + i);
            (one + (weight * (Vector256.Load(second + i) - one))).Store(to + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ResizeRow(float* row, Neighbors[] columns, float* to, nint channels)
    {
        foreach (var (first, second, share) in columns)
        {
            Mix(row + (first * channels), row + (second * channels), share, to, channels);
            to += channels;
        }
    }
}
