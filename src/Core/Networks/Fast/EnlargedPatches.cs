using System.Runtime.CompilerServices;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Patches of pictures that are enlarged to the size of the convolution's output, as <see cref="FastSampling.Resize"/> does it. A patch is
/// enlarged when it is needed, so that the enlarged picture is in the processor core's own cache only, never in memory.
/// </summary>
/// <remarks>
/// The memory has six columns of six pixels. Column x of the output is in column (x + 1) modulo 6, so that of a tile's right neighbor only
/// the four new columns have to be computed.
/// </remarks>
/// <param name="input">The pictures.</param>
/// <param name="height">The height of the output.</param>
/// <param name="width">The width of the output.</param>
/// <param name="zeros">Zeros, as many as a pixel has values: the border around the picture.</param>
/// <param name="wide">Whether to use AVX-512.</param>
internal sealed unsafe class EnlargedPatches(Picture input, int height, int width, float* zeros, bool wide) : Patches
{
    private readonly Neighbors[] _rows = Neighbors.OfAll(input.Height, height);
    private readonly Neighbors[] _columns = Neighbors.OfAll(input.Width, width);

    public override int Channels => input.Channels;

    public override int MemorySize => Winograd.Places * input.Channels;

    [SkipLocalsInit]
    public override void Find(TilePlace tile, bool follows, float* memory, float** pixels)
    {
        var above = stackalloc float*[Winograd.Patch];
        var below = stackalloc float*[Winograd.Patch];
        for (var row = 0; row < Winograd.Patch; row++)
        {
            var neighbors = _rows[Math.Clamp(tile.Y + row - 1, 0, height - 1)];
            above[row] = input.Pixel(tile.Picture, neighbors.First, 0);
            below[row] = input.Pixel(tile.Picture, neighbors.Second, 0);
        }

        for (var column = 0; column < Winograd.Patch; column++)
        {
            var x = tile.X + column - 1;
            var isThere = follows && column < Winograd.Patch - Winograd.Tile;
            var pixel = memory + ((x + 1) % Winograd.Patch * Winograd.Patch * Channels);
            var across = _columns[Math.Clamp(x, 0, width - 1)];
            var (left, right) = ((nint)across.First * Channels, (nint)across.Second * Channels);
            for (var row = 0; row < Winograd.Patch; row++)
            {
                var y = tile.Y + row - 1;
                var isInside = (uint)y < (uint)height && (uint)x < (uint)width;
                pixels[(row * Winograd.Patch) + column] = isInside ? pixel : zeros;
                if (isInside && !isThere)
                {
                    Enlarge(
                        above[row] + left, below[row] + left, above[row] + right, below[row] + right,
                        _rows[y].Share, across.Share, pixel);
                }

                pixel += Channels;
            }
        }
    }

    private void Enlarge(
        float* aboveLeft, float* belowLeft, float* aboveRight, float* belowRight, float down, float across, float* to)
    {
        if (wide && Channels % Lanes512.Count == 0)
        {
            Mix<Lanes512>(aboveLeft, belowLeft, aboveRight, belowRight, down, across, to);
        }
        else
        {
            Mix<Lanes256>(aboveLeft, belowLeft, aboveRight, belowRight, down, across, to);
        }
    }

    // Compiled well at once: the first pictures would take several times as long otherwise.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix<TLanes>(
        float* aboveLeft, float* belowLeft, float* aboveRight, float* belowRight, float down, float across, float* to)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var (shareDown, shareAcross) = (TLanes.Of(down), TLanes.Of(across));
        for (var channel = 0; channel < input.Channels; channel += TLanes.Count)
        {
            var left = Between(TLanes.Load(aboveLeft + channel), TLanes.Load(belowLeft + channel), shareDown);
            var right = Between(TLanes.Load(aboveRight + channel), TLanes.Load(belowRight + channel), shareDown);
            Between(left, right, shareAcross).Store(to + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Between<TLanes>(TLanes first, TLanes second, TLanes share)
        where TLanes : unmanaged, ILanes<TLanes> => first + (share * (second - first));
}
