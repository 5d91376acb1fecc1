using System.Runtime.Intrinsics;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// One convolution by <see cref="Winograd"/>'s method. The tiles are divided into units; a free thread takes the next unit and computes all
/// of it.
/// </summary>
/// <param name="inputs">One or two inputs of the same size, whose channels are side by side.</param>
/// <param name="output">The output, of the same size.</param>
/// <param name="batch">The number of pictures in each of them.</param>
/// <param name="weight">36 places × O/16 × I × 16.</param>
/// <param name="bias">O values.</param>
/// <param name="zeros">Zeros, as many as an input has channels: the border around the picture.</param>
internal sealed unsafe class WinogradPass(Picture[] inputs, Picture output, int batch, float* weight, float* bias, float* zeros)
{
    // A unit's data should stay in the processor core's own cache, and each weight that is read should be used for many tiles.
    private const int MostTiles = 36;

    // Without it, places would be powers of two apart and would evict one another from the cache.
    private const int Gap = 16;

    private readonly int _channels = inputs.Sum(input => input.Channels);
    private readonly int _rows = (output.Height + Winograd.Tile - 1) / Winograd.Tile;
    private readonly int _columns = (output.Width + Winograd.Tile - 1) / Winograd.Tile;
    private readonly int _threads = OpenMP.Threads;
    private int _tiles, _unitTiles, _next;
    private float* _memory;

    /// <summary>Divides the work.</summary>
    /// <returns>The number of values of memory that <see cref="Run"/> needs.</returns>
    public long Plan()
    {
        _tiles = batch * _rows * _columns;

        // Every thread gets as many units, and a unit consists of whole blocks of tiles.
        var units = _threads * DivideUp(_tiles, _threads * MostTiles);
        _unitTiles = DivideUp(DivideUp(_tiles, units), MatrixBlock.Rows) * MatrixBlock.Rows;
        return _threads * (Winograd.Places * (PatchStride + ProductStride));
    }

    /// <summary>Computes the output.</summary>
    /// <param name="memory">Memory of the size that <see cref="Plan"/> returned.</param>
    public void Run(float* memory)
    {
        _memory = memory;
        OpenMP.Run(Work);
    }

    private long PatchStride => ((long)_unitTiles * _channels) + Gap;

    private long ProductStride => ((long)_unitTiles * output.Channels) + Gap;

    private static int DivideUp(int value, int by) => (value + by - 1) / by;

    private void Work(int thread)
    {
        var patches = _memory + (thread * Winograd.Places * (PatchStride + ProductStride));
        var products = patches + (Winograd.Places * PatchStride);
        while (true)
        {
            var first = (Interlocked.Increment(ref _next) - 1) * _unitTiles;
            var count = Math.Min(_unitTiles, _tiles - first);
            if (count <= 0)
            {
                return;
            }

            Transform(first, count, patches);
            Multiply(count, patches, products);
            TransformBack(first, count, products);
        }
    }

    private void Transform(int first, int count, float* patches)
    {
        var pixels = stackalloc float*[Winograd.Places];
        for (var tile = 0; tile < count; tile++)
        {
            var to = patches + ((nint)tile * _channels);
            foreach (var input in inputs)
            {
                FindPixels(input, first + tile, pixels);
                for (var channel = 0; channel < input.Channels; channel += Winograd.Channels)
                {
                    Winograd.FromPatch(pixels, channel, to + channel, (nint)PatchStride);
                }

                to += input.Channels;
            }
        }
    }

    private void FindPixels(Picture input, int tile, float** pixels)
    {
        var (picture, y, x) = Place(tile);
        for (var row = 0; row < Winograd.Patch; row++)
        {
            for (var column = 0; column < Winograd.Patch; column++)
            {
                var (atY, atX) = (y + row - 1, x + column - 1);
                var inside = (uint)atY < (uint)input.Height && (uint)atX < (uint)input.Width;
                pixels[(row * Winograd.Patch) + column] = inside ? input.Pixel(picture, atY, atX) : zeros;
            }
        }
    }

    // For each place, the tiles are the rows of a matrix. In the last block some rows may have no patch; their results are not used.
    private void Multiply(int count, float* patches, float* products)
    {
        var panel = (nint)_channels * MatrixBlock.Columns;
        var right = weight;
        for (var place = 0; place < Winograd.Places; place++)
        {
            for (var column = 0; column < output.Channels; column += MatrixBlock.Columns)
            {
                var left = patches + (place * PatchStride);
                var to = products + (place * ProductStride) + column;
                for (var tile = 0; tile < count; tile += MatrixBlock.Rows)
                {
                    MatrixBlock.Multiply(left, right, _channels, to, output.Channels);
                    left += MatrixBlock.Rows * _channels;
                    to += MatrixBlock.Rows * output.Channels;
                }

                right += panel;
            }
        }
    }

    private void TransformBack(int first, int count, float* products)
    {
        for (var tile = 0; tile < count; tile++)
        {
            var (picture, y, x) = Place(first + tile);
            var (height, width) = (Math.Min(Winograd.Tile, output.Height - y), Math.Min(Winograd.Tile, output.Width - x));
            var from = products + ((nint)tile * output.Channels);
            var to = output.Pixel(picture, y, x);
            for (var channel = 0; channel < output.Channels; channel += Winograd.Channels)
            {
                Winograd.ToTile(
                    from + channel, (nint)ProductStride, Vector256.Load(bias + channel), to + channel,
                    (nint)output.Width * output.Channels, output.Channels, height, width);
            }
        }
    }

    private (int Picture, int Y, int X) Place(int tile)
    {
        var (row, column) = Math.DivRem(tile, _columns);
        var (picture, y) = Math.DivRem(row, _rows);
        return (picture, y * Winograd.Tile, column * Winograd.Tile);
    }
}
