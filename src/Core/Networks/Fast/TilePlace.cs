namespace U2Video.Core.Networks.Fast;

/// <summary>Where a tile of 4×4 results is.</summary>
/// <param name="Picture">The picture in the batch.</param>
/// <param name="Y">The first row.</param>
/// <param name="X">The first column.</param>
internal readonly record struct TilePlace(int Picture, int Y, int X);
