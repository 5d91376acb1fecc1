namespace U2Video.Pipeline.Media;

/// <summary>A clip in a stream.</summary>
internal sealed record StreamSource(Stream Stream, string StreamName) : MediaSource(StreamName);
