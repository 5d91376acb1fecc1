namespace U2Video.Pipeline.Notices;

/// <summary>Where the subject was found, and outputs are cropped to.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Width">The width of what is shown, in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Moves">Whether its place changes with the subject.</param>
public sealed record CropNotice(string Clip, int Width, int Height, bool Moves) : PipelineNotice;
