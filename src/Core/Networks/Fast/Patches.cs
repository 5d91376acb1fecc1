namespace U2Video.Core.Networks.Fast;

/// <summary>The patches of one input of a convolution: for each tile of 4×4 results the 6×6 pixels that they are computed from.</summary>
internal abstract unsafe class Patches
{
    /// <summary>The number of values of a pixel.</summary>
    public abstract int Channels { get; }

    /// <summary>The number of values of memory that <see cref="Find"/> needs.</summary>
    public abstract int MemorySize { get; }

    /// <summary>Finds the pixels of a tile's patch, and reads the next one ahead.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="follows">Whether the last tile found with this memory was this one's left neighbor.</param>
    /// <param name="memory">
    /// Memory of the size <see cref="MemorySize"/>, which no other thread uses. The pixels may be there until the next call.
    /// </param>
    /// <param name="pixels">Gets the address of the first channel of each of the 36 pixels, row after row.</param>
    public abstract void Find(TilePlace tile, bool follows, float* memory, float** pixels);
}
