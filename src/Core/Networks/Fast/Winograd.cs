using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Winograd's minimal filtering F(4×4, 3×3): a tile of 4×4 results from a patch of 6×6 values with 36 products instead of 144.
/// Patch, kernel and products are transformed by fixed matrices along height and width: Y = Aᵀ [(G g Gᵀ) ∘ (Bᵀ d B)] A.
/// </summary>
/// <remarks>
/// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", arXiv 1509.09308, section 4.3, has the matrices. The functions
/// work on as many channels at a time as a vector has lanes, of channels-last values.
/// </remarks>
internal static unsafe class Winograd
{
    /// <summary>Height and width of the results that are computed together.</summary>
    public const int Tile = 4;

    /// <summary>Height and width of the values that they are computed from: the tile and a border of one.</summary>
    public const int Patch = Tile + 2;

    /// <summary>The number of places in a transformed patch; each is a separate product.</summary>
    public const int Places = Patch * Patch;

    // Values in a line of the cache, which a vector should not straddle.
    private const int Alignment = 16;

    private static readonly double[,] G =
    {
        { 1 / 4.0, 0, 0 },
        { -1 / 6.0, -1 / 6.0, -1 / 6.0 },
        { -1 / 6.0, 1 / 6.0, -1 / 6.0 },
        { 1 / 24.0, 1 / 12.0, 1 / 6.0 },
        { 1 / 24.0, -1 / 12.0, 1 / 6.0 },
        { 0, 0, 1 },
    };

    /// <summary>Transforms kernels.</summary>
    /// <param name="kernels">3×3×N, in float32.</param>
    /// <returns>36×N, contiguous.</returns>
    public static Tensor Kernels(Tensor kernels)
    {
        using var scope = NewDisposeScope();
        using var g = from_array(G);
        return matmul(kron(g, g).to(float32), kernels.reshape(9, -1)).MoveToOuterDisposeScope();
    }

    /// <summary>Transforms a patch.</summary>
    /// <param name="pixels">The address of the first channel of each of the patch's 36 pixels, row after row.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="to">The address for the first place; the others follow at a distance of <paramref name="stride"/>.</param>
    /// <param name="stride">The distance in values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void FromPatch<TLanes>(float** pixels, nint channel, float* to, nint stride)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nint lanes = TLanes.Count;
        var memory = stackalloc float[(Places * TLanes.Count) + Alignment];
        var columns = Aligned(memory);
        for (nint x = 0; x < Patch; x++)
        {
            PatchAlong(
                TLanes.Load(pixels[x] + channel),
                TLanes.Load(pixels[Patch + x] + channel),
                TLanes.Load(pixels[(2 * Patch) + x] + channel),
                TLanes.Load(pixels[(3 * Patch) + x] + channel),
                TLanes.Load(pixels[(4 * Patch) + x] + channel),
                TLanes.Load(pixels[(5 * Patch) + x] + channel),
                columns + (x * lanes),
                Patch * lanes);
        }

        for (nint y = 0; y < Patch; y++)
        {
            var row = columns + (y * Patch * lanes);
            PatchAlong(
                TLanes.Load(row),
                TLanes.Load(row + lanes),
                TLanes.Load(row + (2 * lanes)),
                TLanes.Load(row + (3 * lanes)),
                TLanes.Load(row + (4 * lanes)),
                TLanes.Load(row + (5 * lanes)),
                to + (y * Patch * stride),
                stride);
        }
    }

    /// <summary>Transforms products back into a tile, with bias and ReLU.</summary>
    /// <param name="products">The first place; the others follow at a distance of <paramref name="stride"/>.</param>
    /// <param name="stride">The distance in values.</param>
    /// <param name="bias">The bias of the first channel; the others follow.</param>
    /// <param name="to">The tile's first pixel, at its first channel.</param>
    /// <param name="rowStride">The distance from a row to the next, in values.</param>
    /// <param name="pixelStride">The distance from a pixel to the next, in values.</param>
    /// <param name="height">Rows of the tile that are in the picture, 1…4.</param>
    /// <param name="width">Columns of the tile that are in the picture, 1…4.</param>
    /// <param name="adds">Whether the tile is added to the values that are there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void ToTile<TLanes>(
        float* products, nint stride, float* bias, float* to, nint rowStride, nint pixelStride, int height, int width, bool adds)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        nint lanes = TLanes.Count;
        var memory = stackalloc float[(Tile * Patch * TLanes.Count) + Alignment];
        var columns = Aligned(memory);
        for (nint x = 0; x < Patch; x++)
        {
            var column = products + (x * stride);
            var down = Patch * stride;
            var (y0, y1, y2, y3) = TileAlong(
                TLanes.Load(column),
                TLanes.Load(column + down),
                TLanes.Load(column + (2 * down)),
                TLanes.Load(column + (3 * down)),
                TLanes.Load(column + (4 * down)),
                TLanes.Load(column + (5 * down)));
            var first = columns + (x * lanes);
            y0.Store(first);
            y1.Store(first + (Patch * lanes));
            y2.Store(first + (2 * Patch * lanes));
            y3.Store(first + (3 * Patch * lanes));
        }

        var offset = TLanes.Load(bias);
        for (nint y = 0; y < height; y++)
        {
            var row = columns + (y * Patch * lanes);
            var (x0, x1, x2, x3) = TileAlong(
                TLanes.Load(row),
                TLanes.Load(row + lanes),
                TLanes.Load(row + (2 * lanes)),
                TLanes.Load(row + (3 * lanes)),
                TLanes.Load(row + (4 * lanes)),
                TLanes.Load(row + (5 * lanes)));
            var pixel = to + (y * rowStride);
            Put(TLanes.Relu(x0 + offset), pixel, adds);
            if (width > 1)
            {
                Put(TLanes.Relu(x1 + offset), pixel + pixelStride, adds);
            }

            if (width > 2)
            {
                Put(TLanes.Relu(x2 + offset), pixel + (2 * pixelStride), adds);
            }

            if (width > 3)
            {
                Put(TLanes.Relu(x3 + offset), pixel + (3 * pixelStride), adds);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes>(TLanes values, float* to, bool adds)
        where TLanes : unmanaged, ILanes<TLanes> => (adds ? values + TLanes.Load(to) : values).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Aligned(float* values) =>
        (float*)(((nint)values + (Alignment * sizeof(float)) - 1) & -(Alignment * sizeof(float)));

    // Bᵀ: [4 0 -5 0 1 0], [0 -4 -4 1 1 0], [0 4 -4 -1 1 0], [0 -2 -1 2 1 0], [0 2 -1 -2 1 0], [0 4 0 -5 0 1].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchAlong<TLanes>(TLanes d0, TLanes d1, TLanes d2, TLanes d3, TLanes d4, TLanes d5, float* to, nint stride)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var (two, four, five) = (TLanes.Of(2f), TLanes.Of(4f), TLanes.Of(5f));
        var even = TLanes.MultiplyAddNegated(four, d2, d4);
        var odd = TLanes.MultiplyAddNegated(four, d1, d3);
        var (evenHalf, oddHalf) = (d4 - d2, d3 - d1);
        TLanes.MultiplyAdd(four, d0, TLanes.MultiplyAddNegated(five, d2, d4)).Store(to);
        (even + odd).Store(to + stride);
        (even - odd).Store(to + (2 * stride));
        TLanes.MultiplyAdd(two, oddHalf, evenHalf).Store(to + (3 * stride));
        TLanes.MultiplyAddNegated(two, oddHalf, evenHalf).Store(to + (4 * stride));
        TLanes.MultiplyAdd(four, d1, TLanes.MultiplyAddNegated(five, d3, d5)).Store(to + (5 * stride));
    }

    // Aᵀ: [1 1 1 1 1 0], [0 1 -1 2 -2 0], [0 1 1 4 4 0], [0 1 -1 8 -8 1].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Y0, TLanes Y1, TLanes Y2, TLanes Y3) TileAlong<TLanes>(
        TLanes m0, TLanes m1, TLanes m2, TLanes m3, TLanes m4, TLanes m5)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var (near, nearOdd) = (m1 + m2, m1 - m2);
        var (far, farOdd) = (m3 + m4, m3 - m4);
        return (
            m0 + near + far,
            TLanes.MultiplyAdd(TLanes.Of(2f), farOdd, nearOdd),
            TLanes.MultiplyAdd(TLanes.Of(4f), far, near),
            TLanes.MultiplyAdd(TLanes.Of(8f), farOdd, nearOdd) + m5);
    }
}
