namespace U2Video.Pipeline.Media;

/// <summary>Raw frames in a stream.</summary>
internal sealed record RawFramesSource(Stream Stream, RawVideoFormat Format, string StreamName) : MediaSource(StreamName)
{
    internal override void Validate() => Format.Validate();
}
