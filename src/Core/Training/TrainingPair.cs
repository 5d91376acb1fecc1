namespace U2Video.Core.Training;

/// <summary>A picture and its mask, not yet read.</summary>
/// <param name="Name">What the two files have in common: their name without extension.</param>
/// <param name="ImagePath">The picture.</param>
/// <param name="MaskPath">The mask: white is subject.</param>
public sealed record TrainingPair(string Name, string ImagePath, string MaskPath);
