namespace U2Video.Pipeline.Media;

/// <summary>A file.</summary>
/// <param name="Path">The path of the file. It is never read as an address, whatever it looks like.</param>
internal sealed record FileLocation(string Path) : MediaLocation;
