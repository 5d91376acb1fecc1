using System.Runtime.Intrinsics.X86;

namespace U2Video.Core.Networks.Fast;

/// <summary>Patches of pictures that have the size of the convolution's output.</summary>
/// <param name="input">The pictures.</param>
/// <param name="zeros">Zeros, as many as a pixel has values: the border around the picture.</param>
internal sealed unsafe class PlainPatches(Picture input, float* zeros) : Patches
{
    private const int CacheLine = 64;

    public override int Channels => input.Channels;

    public override int MemorySize => 0;

    public override void Find(TilePlace tile, bool follows, float* memory, float** pixels)
    {
        var (picture, y, x) = tile;
        var rowSize = (nint)input.Width * Channels;
        var first = input.Pixel(picture, y, x) - rowSize - Channels;
        var isInside = y > 0 && x > 0 && y + Winograd.Tile < input.Height && x + Winograd.Tile < input.Width;
        for (var row = 0; row < Winograd.Patch; row++)
        {
            var pixel = first + (row * rowSize);
            for (var column = 0; column < Winograd.Patch; column++)
            {
                var inside = isInside
                    || ((uint)(y + row - 1) < (uint)input.Height && (uint)(x + column - 1) < (uint)input.Width);
                *pixels++ = inside ? pixel : zeros;
                pixel += Channels;
            }
        }

        Prefetch(tile);
    }

    // The pixels of the patch to the right that this one does not read. The processor does not foresee by itself what is read next, because
    // it is read in short pieces of six rows.
    private void Prefetch(TilePlace tile)
    {
        var (picture, y, x) = tile;
        if (x + Winograd.Tile >= input.Width)
        {
            (y, x) = (y + Winograd.Tile, -Winograd.Tile);
        }

        var left = x + Winograd.Tile;
        var bytes = Math.Min(Winograd.Tile, input.Width - left) * input.Channels * sizeof(float);
        for (var row = Math.Max(0, y - 1); row < Math.Min(y + Winograd.Patch - 1, input.Height); row++)
        {
            var pixel = (byte*)input.Pixel(picture, row, left);
            for (var line = 0; line < bytes; line += CacheLine)
            {
                Sse.Prefetch0(pixel + line);
            }
        }
    }
}
