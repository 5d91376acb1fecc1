namespace U2Video.Pipeline.Parts;

/// <summary>What a stored part holds.</summary>
/// <param name="Frames">How many frames.</param>
/// <param name="First">The time stamp of the first one.</param>
/// <param name="Last">The time stamp of the last one.</param>
/// <param name="File">The file or folder that holds them, beside the manifest; null where there are no frames.</param>
/// <param name="Bytes">How large it is, in all.</param>
internal sealed record PartContent(long Frames, long First, long Last, string? File, long Bytes);
