using U2Video.Core.Data.Masks;

namespace U2Video.Core.Data;

/// <summary>A picture and its mask, not yet read.</summary>
/// <param name="Name">
/// What the two files have in common: their name without extension; in a data set of nested folders with these before it.
/// </param>
/// <param name="ImagePath">The picture.</param>
/// <param name="MaskPath">The mask.</param>
/// <param name="MaskIsAlpha">True if the mask is always the alpha channel of that file, opaque being subject.</param>
public sealed record TrainingPair(string Name, string ImagePath, string MaskPath, bool MaskIsAlpha = false)
{
    /// <summary>What the mask's values mean: by default white, or what is not transparent, is subject.</summary>
    public MaskValues Values { get; init; } = new MaskValues.Alpha();
}
