using System.Runtime.CompilerServices;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// One convolution by <see cref="Winograd"/>'s method. The tiles are divided into groups. Where the weights are small, a thread computes
/// all of a group whose data stays in the processor core's own cache. Where they are large, so that reading them again for every group
/// would take longer than the products, all threads work on one large group, and each reads the weights of other places.
/// </summary>
/// <param name="inputs">One or two inputs, whose channels are side by side.</param>
/// <param name="output">The output.</param>
/// <param name="adds">Whether results are added to the values of the output instead of replacing them.</param>
/// <param name="batch">The number of pictures in the inputs and in the output.</param>
/// <param name="weight">36 places × O/16 × I × 16.</param>
/// <param name="bias">O values.</param>
/// <param name="wide">Whether to use AVX-512.</param>
/// <param name="bandRows">
/// For <see cref="InPlacePatches"/>: the number of rows of tiles that one thread computes from top to bottom; 0 for any order.
/// </param>
internal sealed unsafe class WinogradPass(
    Patches[] inputs, Picture output, bool adds, int batch, float* weight, float* bias, bool wide, int bandRows = 0)
{
    // A small group's data should stay in the processor core's own cache, and each weight that is read should be used for many tiles.
    private const int MostTilesOfThread = 36;

    // Values of a large group's patches and products: 32 MiB.
    private const long MostValuesOfAll = 8 << 20;

    // Tiles that a thread transforms at once where all threads work on a group, and columns of the product that it computes at once.
    private const int TilesOfPiece = 6;
    private const int ColumnsOfPiece = 64;

    // Without it, places would be powers of two apart and would evict one another from the cache.
    private const int Gap = 16;

    private readonly int _channels = inputs.Sum(input => input.Channels);
    private readonly int _rows = (output.Height + Winograd.Tile - 1) / Winograd.Tile;
    private readonly int _columns = (output.Width + Winograd.Tile - 1) / Winograd.Tile;
    private readonly long _patchMemory = inputs.Sum(input => input.MemorySize);
    private readonly int _threads = OpenMP.Threads;
    private int _tiles, _groupTiles;
    private bool _together;

    /// <summary>Whether the weights are so small that every thread reads them for its own groups of tiles.</summary>
    /// <param name="tiles">The number of tiles.</param>
    /// <param name="channels">The number of channels of the inputs.</param>
    /// <param name="outputs">The number of channels of the output.</param>
    public static bool IsForSingleThreads(int tiles, int channels, int outputs) =>
        SmallGroups(tiles, OpenMP.Threads) <= MostGroups(tiles, channels, outputs);

    /// <summary>Divides the work.</summary>
    /// <returns>The number of values of memory that <see cref="Run"/> needs.</returns>
    public long Plan()
    {
        _tiles = batch * _rows * _columns;

        // A group consists of whole blocks of tiles.
        var groups = SmallGroups(_tiles, _threads);
        _together = bandRows == 0 && groups > MostGroups(_tiles, _channels, output.Channels);
        if (_together)
        {
            groups = 1 + (int)(Winograd.Places * (long)_tiles * (_channels + output.Channels) / MostValuesOfAll);
        }

        _groupTiles = DivideUp(DivideUp(_tiles, groups), MatrixBlock.Rows) * MatrixBlock.Rows;
        return ((_together ? 1 : _threads) * GroupMemory) + (_threads * _patchMemory);
    }

    /// <summary>Computes the output.</summary>
    /// <param name="memory">Memory of the size that <see cref="Plan"/> returned.</param>
    public void Run(float* memory)
    {
        if (_together)
        {
            var patchMemory = memory + GroupMemory;
            for (var first = 0; first < _tiles; first += _groupTiles)
            {
                RunTogether(new Group(this, memory, first, _tiles), patchMemory);
            }
        }
        else
        {
            var patchMemory = memory + (_threads * GroupMemory);
            var tilesOfPiece = bandRows == 0 ? _groupTiles : bandRows * _columns;
            SharedWork.ForEach(DivideUp(_tiles, tilesOfPiece), (piece, thread) =>
            {
                var end = Math.Min((piece + 1) * tilesOfPiece, _tiles);
                for (var first = piece * tilesOfPiece; first < end; first += _groupTiles)
                {
                    RunAlone(new Group(this, memory + (thread * GroupMemory), first, end), patchMemory + (thread * _patchMemory));
                }
            });
        }
    }

    private long GroupMemory => Winograd.Places * (PatchStride + ProductStride);

    private long PatchStride => ((long)_groupTiles * _channels) + Gap;

    private long ProductStride => ((long)_groupTiles * output.Channels) + Gap;

    private static int DivideUp(int value, int by) => (value + by - 1) / by;

    // Every thread gets as many groups.
    private static int SmallGroups(int tiles, int threads) => threads * DivideUp(tiles, threads * MostTilesOfThread);

    // With more groups, the weights would be read for longer than patches and products are written and read.
    private static long MostGroups(int tiles, int channels, int outputs) =>
        1 + (2L * tiles * (channels + outputs) / ((long)channels * outputs));

    private void RunAlone(Group group, float* patchMemory)
    {
        Transform(group, 0, group.Tiles, patchMemory);
        for (var place = 0; place < Winograd.Places; place++)
        {
            Multiply(group, place, 0, output.Channels);
        }

        TransformBack(group, 0, group.Tiles);
    }

    private void RunTogether(Group group, float* patchMemory)
    {
        SharedWork.ForEach(DivideUp(group.Tiles, TilesOfPiece), (piece, thread) => Transform(
            group, piece * TilesOfPiece, TilesOfPiece, patchMemory + (thread * _patchMemory)));
        var pieces = DivideUp(output.Channels, ColumnsOfPiece);
        SharedWork.ForEach(Winograd.Places * pieces, (piece, _) => Multiply(
            group, piece / pieces, piece % pieces * ColumnsOfPiece, ColumnsOfPiece));
        SharedWork.ForEach(DivideUp(group.Tiles, TilesOfPiece), (piece, _) => TransformBack(group, piece * TilesOfPiece, TilesOfPiece));
    }

    // Compiled well at once: the first pictures would take several times as long otherwise.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform(Group group, int start, int count, float* patchMemory)
    {
        var pixels = stackalloc float*[Winograd.Places];
        var end = Math.Min(start + count, group.Tiles);
        for (var tile = start; tile < end; tile++)
        {
            var place = Place(group.First + tile);
            var to = group.Patches + ((nint)tile * _channels);
            var memory = patchMemory;
            foreach (var input in inputs)
            {
                input.Find(place, follows: tile > start && place.X > 0, memory, pixels);
                if (wide && input.Channels % Lanes512.Count == 0)
                {
                    Transform<Lanes512>(pixels, input.Channels, to);
                }
                else
                {
                    Transform<Lanes256>(pixels, input.Channels, to);
                }

                to += input.Channels;
                memory += input.MemorySize;
            }
        }
    }

    private void Transform<TLanes>(float** pixels, int channels, float* to)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (var channel = 0; channel < channels; channel += TLanes.Count)
        {
            Winograd.FromPatch<TLanes>(pixels, channel, to + channel, (nint)PatchStride);
        }
    }

    // The tiles are the rows of a matrix. In the last block some rows may have no patch; their results are not used.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(Group group, int place, int start, int count)
    {
        var panel = (nint)_channels * MatrixBlock.Columns;
        var end = Math.Min(start + count, output.Channels);
        for (var column = start; column < end; column += MatrixBlock.Columns)
        {
            var left = group.Patches + (place * PatchStride);
            var right = weight + (((place * output.Channels) + column) * (nint)_channels);
            var to = group.Products + (place * ProductStride) + column;
            for (var tile = 0; tile < group.Tiles;)
            {
                var rows = wide && group.Tiles - tile > WideMatrixBlock.Rows - MatrixBlock.Rows ? WideMatrixBlock.Rows : MatrixBlock.Rows;
                if (rows == WideMatrixBlock.Rows)
                {
                    WideMatrixBlock.Multiply(left, right, _channels, to, output.Channels);
                }
                else
                {
                    MatrixBlock.Multiply(left, right, _channels, to, output.Channels);
                }

                left += rows * _channels;
                to += rows * output.Channels;
                tile += rows;
            }
        }
    }

    private void TransformBack(Group group, int start, int count)
    {
        if (wide)
        {
            TransformBack<Lanes512>(group, start, count);
        }
        else
        {
            TransformBack<Lanes256>(group, start, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformBack<TLanes>(Group group, int start, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var end = Math.Min(start + count, group.Tiles);
        for (var tile = start; tile < end; tile++)
        {
            var (picture, y, x) = Place(group.First + tile);
            var (height, width) = (Math.Min(Winograd.Tile, output.Height - y), Math.Min(Winograd.Tile, output.Width - x));
            var from = group.Products + ((nint)tile * output.Channels);
            var to = output.Pixel(picture, y, x);
            for (var channel = 0; channel < output.Channels; channel += TLanes.Count)
            {
                Winograd.ToTile<TLanes>(
                    from + channel, (nint)ProductStride, bias + channel, to + channel,
                    (nint)output.Width * output.Channels, output.Channels, height, width, adds);
            }
        }
    }

    private TilePlace Place(int tile)
    {
        var (row, column) = Math.DivRem(tile, _columns);
        var (picture, y) = Math.DivRem(row, _rows);
        return new TilePlace(picture, y * Winograd.Tile, column * Winograd.Tile);
    }

    /// <summary>Tiles that are computed together, and the memory for their patches and products, each place after the other.</summary>
    private readonly struct Group(WinogradPass pass, float* memory, int first, int end)
    {
        /// <summary>The index of the first tile.</summary>
        public int First { get; } = first;

        /// <summary>The number of tiles.</summary>
        public int Tiles { get; } = Math.Min(pass._groupTiles, end - first);

        public float* Patches { get; } = memory;

        public float* Products { get; } = memory + (Winograd.Places * pass.PatchStride);
    }
}
