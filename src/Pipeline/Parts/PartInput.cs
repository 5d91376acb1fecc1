namespace U2Video.Pipeline.Parts;

/// <summary>The file that parts were made of.</summary>
/// <param name="Path">Where it lay, in full.</param>
/// <param name="Sha256">Its SHA-256, hexadecimal.</param>
internal sealed record PartInput(string Path, string Sha256);
