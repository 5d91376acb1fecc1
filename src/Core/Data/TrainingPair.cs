using U2Video.Core.Data.Masks;

namespace U2Video.Core.Data;

/// <summary>A picture and its mask, not yet read.</summary>
/// <param name="Name">
/// The name that the two files share: without extension, and with the folders before it in a data set of nested folders.
/// </param>
/// <param name="ImagePath">The picture.</param>
/// <param name="MaskPath">The mask.</param>
/// <param name="MaskIsAlpha">True if the mask is always the alpha channel of that file, opaque being subject.</param>
public sealed record TrainingPair(string Name, string ImagePath, string MaskPath, bool MaskIsAlpha = false)
{
    /// <summary>What the mask's values mean: by default, white or opaque pixels are subject.</summary>
    public MaskValues Values { get; init; } = new MaskValues.Alpha();
}
