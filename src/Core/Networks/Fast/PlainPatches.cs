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
        for (var row = 0; row < Winograd.Patch; row++)
        {
            for (var column = 0; column < Winograd.Patch; column++)
            {
                var (atY, atX) = (y + row - 1, x + column - 1);
                var inside = (uint)atY < (uint)input.Height && (uint)atX < (uint)input.Width;
                pixels[(row * Winograd.Patch) + column] = inside ? input.Pixel(picture, atY, atX) : zeros;
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
