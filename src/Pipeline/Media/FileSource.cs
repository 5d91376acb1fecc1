namespace U2Video.Pipeline.Media;

/// <summary>A file.</summary>
internal sealed record FileSource(string Path) : MediaSource(Path);
