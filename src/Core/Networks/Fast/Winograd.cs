using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;
using Vector = System.Runtime.Intrinsics.Vector256<float>;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Winograd's minimal filtering F(4×4, 3×3): a tile of 4×4 results from a patch of 6×6 values with 36 products instead of 144.
/// Patch, kernel and products are transformed by fixed matrices along height and width: Y = Aᵀ [(G g Gᵀ) ∘ (Bᵀ d B)] A.
/// </summary>
/// <remarks>
/// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", arXiv 1509.09308, section 4.3, has the matrices. The functions
/// work on eight channels at a time, of channels-last values.
/// </remarks>
internal static unsafe class Winograd
{
    /// <summary>Height and width of the results that are computed together.</summary>
    public const int Tile = 4;

    /// <summary>Height and width of the values that they are computed from: the tile and a border of one.</summary>
    public const int Patch = Tile + 2;

    /// <summary>The number of places in a transformed patch; each is a separate product.</summary>
    public const int Places = Patch * Patch;

    /// <summary>The number of channels in a vector.</summary>
    public const int Channels = 8;

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
    /// <param name="channel">The first of eight channels.</param>
    /// <param name="to">The address for the first place; the others follow at a distance of <paramref name="stride"/>.</param>
    /// <param name="stride">The distance in values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void FromPatch(float** pixels, nint channel, float* to, nint stride)
    {
        var columns = stackalloc float[Places * Channels];
        for (nint x = 0; x < Patch; x++)
        {
            PatchAlong(
                Vector256.Load(pixels[x] + channel),
                Vector256.Load(pixels[Patch + x] + channel),
                Vector256.Load(pixels[(2 * Patch) + x] + channel),
                Vector256.Load(pixels[(3 * Patch) + x] + channel),
                Vector256.Load(pixels[(4 * Patch) + x] + channel),
                Vector256.Load(pixels[(5 * Patch) + x] + channel),
                columns + (x * Channels),
                Patch * Channels);
        }

        for (nint y = 0; y < Patch; y++)
        {
            var row = columns + (y * Patch * Channels);
            PatchAlong(
                Vector256.Load(row),
                Vector256.Load(row + Channels),
                Vector256.Load(row + (2 * Channels)),
                Vector256.Load(row + (3 * Channels)),
                Vector256.Load(row + (4 * Channels)),
                Vector256.Load(row + (5 * Channels)),
                to + (y * Patch * stride),
                stride);
        }
    }

    /// <summary>Transforms products back into a tile, with bias and ReLU.</summary>
    /// <param name="products">The first place; the others follow at a distance of <paramref name="stride"/>.</param>
    /// <param name="stride">The distance in values.</param>
    /// <param name="bias">The bias of the eight channels.</param>
    /// <param name="to">The tile's first pixel, at its first channel.</param>
    /// <param name="rowStride">The distance from a row to the next, in values.</param>
    /// <param name="pixelStride">The distance from a pixel to the next, in values.</param>
    /// <param name="height">Rows of the tile that are in the picture, 1…4.</param>
    /// <param name="width">Columns of the tile that are in the picture, 1…4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void ToTile(float* products, nint stride, Vector bias, float* to, nint rowStride, nint pixelStride, int height, int width)
    {
        var columns = stackalloc float[Tile * Patch * Channels];
        for (nint x = 0; x < Patch; x++)
        {
            var column = products + (x * stride);
            var down = Patch * stride;
            var (y0, y1, y2, y3) = TileAlong(
                Vector256.Load(column),
                Vector256.Load(column + down),
                Vector256.Load(column + (2 * down)),
                Vector256.Load(column + (3 * down)),
                Vector256.Load(column + (4 * down)),
                Vector256.Load(column + (5 * down)));
            var first = columns + (x * Channels);
            y0.Store(first);
            y1.Store(first + (Patch * Channels));
            y2.Store(first + (2 * Patch * Channels));
            y3.Store(first + (3 * Patch * Channels));
        }

        for (nint y = 0; y < height; y++)
        {
            var row = columns + (y * Patch * Channels);
            var (x0, x1, x2, x3) = TileAlong(
                Vector256.Load(row),
                Vector256.Load(row + Channels),
                Vector256.Load(row + (2 * Channels)),
                Vector256.Load(row + (3 * Channels)),
                Vector256.Load(row + (4 * Channels)),
                Vector256.Load(row + (5 * Channels)));
            var pixel = to + (y * rowStride);
            Vector256.Max(x0 + bias, Vector.Zero).Store(pixel);
            if (width > 1)
            {
                Vector256.Max(x1 + bias, Vector.Zero).Store(pixel + pixelStride);
            }

            if (width > 2)
            {
                Vector256.Max(x2 + bias, Vector.Zero).Store(pixel + (2 * pixelStride));
            }

            if (width > 3)
            {
                Vector256.Max(x3 + bias, Vector.Zero).Store(pixel + (3 * pixelStride));
            }
        }
    }

    // Bᵀ: [4 0 -5 0 1 0], [0 -4 -4 1 1 0], [0 4 -4 -1 1 0], [0 -2 -1 2 1 0], [0 2 -1 -2 1 0], [0 4 0 -5 0 1].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchAlong(Vector d0, Vector d1, Vector d2, Vector d3, Vector d4, Vector d5, float* to, nint stride)
    {
        var (two, four, five) = (Vector256.Create(2f), Vector256.Create(4f), Vector256.Create(5f));
        var even = Fma.MultiplyAddNegated(four, d2, d4);
        var odd = Fma.MultiplyAddNegated(four, d1, d3);
        var (evenHalf, oddHalf) = (d4 - d2, d3 - d1);
        Fma.MultiplyAdd(four, d0, Fma.MultiplyAddNegated(five, d2, d4)).Store(to);
        (even + odd).Store(to + stride);
        (even - odd).Store(to + (2 * stride));
        Fma.MultiplyAdd(two, oddHalf, evenHalf).Store(to + (3 * stride));
        Fma.MultiplyAddNegated(two, oddHalf, evenHalf).Store(to + (4 * stride));
        Fma.MultiplyAdd(four, d1, Fma.MultiplyAddNegated(five, d3, d5)).Store(to + (5 * stride));
    }

    // Aᵀ: [1 1 1 1 1 0], [0 1 -1 2 -2 0], [0 1 1 4 4 0], [0 1 -1 8 -8 1].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector Y0, Vector Y1, Vector Y2, Vector Y3) TileAlong(Vector m0, Vector m1, Vector m2, Vector m3, Vector m4, Vector m5)
    {
        var (near, nearOdd) = (m1 + m2, m1 - m2);
        var (far, farOdd) = (m3 + m4, m3 - m4);
        return (
            m0 + near + far,
            Fma.MultiplyAdd(Vector256.Create(2f), farOdd, nearOdd),
            Fma.MultiplyAdd(Vector256.Create(4f), far, near),
            Fma.MultiplyAdd(Vector256.Create(8f), farOdd, nearOdd) + m5);
    }
}
