namespace U2Video.Core.Training.Data;

/// <summary>A picture and its mask, not yet read.</summary>
/// <param name="Name">
/// What the two files have in common: their name without extension; in a data set of nested folders with these before it.
/// </param>
/// <param name="ImagePath">The picture.</param>
/// <param name="MaskPath">The mask: white is subject.</param>
/// <param name="MaskIsAlpha">True if the mask is the alpha channel of that file, opaque being subject, and not its gray value.</param>
public sealed record TrainingPair(string Name, string ImagePath, string MaskPath, bool MaskIsAlpha = false);
