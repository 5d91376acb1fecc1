namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Patches of pictures in whose place the output is written, so that no memory is needed for it. A tile is written over four rows of which
/// the patches below, to the left and to the right need some pixels, so these are kept: the last row and the last column of each tile.
/// </summary>
/// <remarks>
/// The rows of tiles are divided into bands. In a band one thread finds the patches from left to right and from top to bottom, and writes a
/// tile only after it found the patch of that tile. Rows of pixels that bands have in common are kept before.
/// </remarks>
internal sealed unsafe class InPlacePatches : Patches
{
    // Tiles of the same row of tiles as the present one and of the one above it.
    private const int KeptRows = 2;

    // The present tile's last column and the one of its left neighbor.
    private const int KeptColumns = 2;

    private readonly Picture _pictures;
    private readonly float* _zeros;
    private readonly float* _shared;
    private readonly int _bandRows;
    private readonly int _rows;
    private readonly nint _rowSize;

    /// <summary>Keeps the rows that bands have in common.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="batch">The number of pictures.</param>
    /// <param name="bandRows">The number of rows of tiles in a band; all pictures' rows of tiles are counted one after the other.</param>
    /// <param name="zeros">Zeros, as many as a pixel has values: the border around the picture.</param>
    /// <param name="shared">Memory of the size <see cref="SharedSize"/>.</param>
    public InPlacePatches(Picture pictures, int batch, int bandRows, float* zeros, float* shared)
    {
        (_pictures, _bandRows) = (pictures, bandRows);
        _zeros = zeros;
        _shared = shared;
        _rows = TileRows(pictures);
        _rowSize = (nint)pictures.Width * pictures.Channels;
        for (var row = bandRows; row < batch * _rows; row += bandRows)
        {
            var (picture, tileRow) = Math.DivRem(row, _rows);
            if (tileRow > 0)
            {
                var y = tileRow * Winograd.Tile;
                Copy(pictures.Pixel(picture, y - 1, 0), Above(row / bandRows), _rowSize);
                Copy(pictures.Pixel(picture, y, 0), Below((row / bandRows) - 1), _rowSize);
            }
        }
    }

    public override int Channels => _pictures.Channels;

    public override int MemorySize => (int)(KeptRows * _rowSize) + (KeptColumns * Winograd.Tile * Channels);

    /// <summary>The number of values of the rows that bands have in common.</summary>
    public static long SharedSize(Picture pictures, int batch, int bandRows) =>
        2L * ((batch * TileRows(pictures) / bandRows) + 1) * pictures.Width * pictures.Channels;

    public override void Find(TilePlace tile, bool follows, float* memory, float** pixels)
    {
        var (picture, y, x) = tile;
        var tileRow = y / Winograd.Tile;
        var (band, rowInBand) = Math.DivRem((picture * _rows) + tileRow, _bandRows);
        var rowAbove = rowInBand == 0 ? Above(band) : memory + ((tileRow + 1) % KeptRows * _rowSize);
        var isLastOfBand = rowInBand == _bandRows - 1;
        var columns = memory + (KeptRows * _rowSize);
        var columnBefore = columns + (((x / Winograd.Tile) + 1) % KeptColumns * Winograd.Tile * Channels);
        for (var row = 0; row < Winograd.Patch; row++)
        {
            for (var column = 0; column < Winograd.Patch; column++)
            {
                var (atY, atX) = (y + row - 1, x + column - 1);
                pixels[(row * Winograd.Patch) + column] =
                    (uint)atY >= (uint)_pictures.Height || (uint)atX >= (uint)_pictures.Width ? _zeros
                    : row == 0 ? rowAbove + ((nint)atX * Channels)
                    : row == Winograd.Patch - 1 && isLastOfBand ? Below(band) + ((nint)atX * Channels)
                    : column == 0 && row < Winograd.Patch - 1 ? columnBefore + ((row - 1) * Channels)
                    : _pictures.Pixel(picture, atY, atX);
            }
        }

        Keep(tile, memory + (tileRow % KeptRows * _rowSize), columns + (x / Winograd.Tile % KeptColumns * Winograd.Tile * Channels));
    }

    private void Keep(TilePlace tile, float* lastRow, float* lastColumn)
    {
        var (picture, y, x) = tile;
        var (bottom, right) = (y + Winograd.Tile - 1, x + Winograd.Tile - 1);
        if (bottom < _pictures.Height)
        {
            var width = Math.Min(Winograd.Tile, _pictures.Width - x);
            Copy(_pictures.Pixel(picture, bottom, x), lastRow + ((nint)x * Channels), (nint)width * Channels);
        }

        for (var row = 0; row < Winograd.Tile && y + row < _pictures.Height && right < _pictures.Width; row++)
        {
            Copy(_pictures.Pixel(picture, y + row, right), lastColumn + (row * Channels), Channels);
        }
    }

    private static int TileRows(Picture pictures) => (pictures.Height + Winograd.Tile - 1) / Winograd.Tile;

    private float* Above(int band) => _shared + (2 * band * _rowSize);

    private float* Below(int band) => _shared + (((2 * band) + 1) * _rowSize);

    private static void Copy(float* from, float* to, nint count) =>
        new ReadOnlySpan<float>(from, (int)count).CopyTo(new Span<float>(to, (int)count));
}
