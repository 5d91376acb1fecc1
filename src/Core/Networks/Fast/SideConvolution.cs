using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// A 3×3 convolution with a single output, on the CPU. Each pixel gives nine products, one for each place in the kernel, which are added up
/// where they belong. They are computed for a few rows at a time, which stay in the processor core's own cache.
/// </summary>
internal sealed unsafe class SideConvolution : IDisposable
{
    // The nine products of a pixel, and seven that are not used, because a block has sixteen columns.
    private const int Stride = MatrixBlock.Columns;

    private const int Kernel = 3;

    // Rows that a thread computes at once. For a row above and a row below, products are computed a second time.
    private const int RowsOfPiece = 16;

    private readonly Tensor _weight;
    private readonly float _bias;

    /// <param name="weight">I×9, in float32.</param>
    /// <param name="bias">What is added to each result.</param>
    public SideConvolution(Tensor weight, float bias)
    {
        using var scope = NewDisposeScope();
        _weight = nn.functional.pad(weight, [0, Stride - weight.shape[1]]).contiguous().DetachFromDisposeScope();
        _bias = bias;
    }

    /// <summary>Whether this can be used for an input; never if gradients are needed.</summary>
    public static bool Suits(Tensor x) =>
        !is_grad_enabled() && x.dtype == ScalarType.Float32 && x.device_type == TorchSharp.DeviceType.CPU
        && x.shape[3] >= MatrixBlock.Rows && Lanes256.AreSupported && ActivationPool.IsAvailable;

    /// <summary>Computes the output.</summary>
    /// <param name="x">B×I×H×W, channels-last, at least six pixels wide.</param>
    /// <returns>B×1×H×W.</returns>
    public Tensor Run(Tensor x)
    {
        using var scope = NewDisposeScope();
        var from = Picture.Of(x.permute(0, 2, 3, 1).contiguous());
        var result = ActivationPool.Rent(x.shape[0], 1, from.Height, from.Width);
        var to = Picture.ValuesOf(result);
        var size = (RowsOfPiece + 2L) * from.Width * Stride;
        var memory = Picture.ValuesOf(ActivationPool.Rent(OpenMP.Threads * size));
        var pieces = (from.Height + RowsOfPiece - 1) / RowsOfPiece;
        SharedWork.ForEach((int)x.shape[0] * pieces, (piece, thread) =>
        {
            var (picture, first) = (piece / pieces, piece % pieces * RowsOfPiece);
            RunRows(from, picture, first, Math.Min(first + RowsOfPiece, from.Height), memory + (thread * size), to);
        });
        GC.KeepAlive(_weight);
        return result.MoveToOuterDisposeScope();
    }

    public void Dispose() => _weight.Dispose();

    private void RunRows(Picture from, int picture, int first, int end, float* products, float* to)
    {
        var weight = Picture.ValuesOf(_weight);
        var rowSize = (nint)from.Width * Stride;
        for (var y = Math.Max(first - 1, 0); y < Math.Min(end + 1, from.Height); y++)
        {
            Multiply(from.Pixel(picture, y, 0), weight, from, products + ((y - first + 1) * rowSize));
        }

        for (var y = first; y < end; y++)
        {
            var row = to + ((((nint)picture * from.Height) + y) * from.Width);
            new Span<float>(row, from.Width).Fill(_bias);
            for (var place = 0; place < Kernel * Kernel; place++)
            {
                var (down, across) = ((place / Kernel) - 1, (place % Kernel) - 1);
                if ((uint)(y + down) < (uint)from.Height)
                {
                    Add(products + ((y + down - first + 1) * rowSize) + place, across, row, from.Width);
                }
            }
        }
    }

    // The last block of a row overlaps the one before it.
    private static void Multiply(float* pixels, float* weight, Picture from, float* to)
    {
        for (var x = 0; x < from.Width;)
        {
            var wide = Lanes512.AreSupported && from.Width >= WideMatrixBlock.Rows && from.Width - x > MatrixBlock.Rows;
            var rows = wide ? WideMatrixBlock.Rows : MatrixBlock.Rows;
            var start = (nint)Math.Min(x, from.Width - rows);
            if (wide)
            {
                WideMatrixBlock.Multiply(pixels + (start * from.Channels), weight, from.Channels, to + (start * Stride), Stride);
            }
            else
            {
                MatrixBlock.Multiply(pixels + (start * from.Channels), weight, from.Channels, to + (start * Stride), Stride);
            }

            x = (int)start + rows;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* products, int across, float* row, int width)
    {
        var end = Math.Min(width, width - across);
        for (var x = Math.Max(0, -across); x < end; x++)
        {
            row[x] += products[(x + across) * Stride];
        }
    }
}
