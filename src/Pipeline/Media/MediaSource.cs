using U2Video.Core.Errors;

namespace U2Video.Pipeline.Media;

/// <summary>What a run reads: a file, a clip that comes through a stream, or raw frames.</summary>
public abstract record MediaSource
{
    private protected MediaSource(string name) => Name = name;

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>A file is named by its path.</summary>
    public static implicit operator MediaSource(string path) => FromFile(path);

    /// <summary>A file: anything with pictures that ffmpeg reads.</summary>
    public static MediaSource FromFile(string path) => new FileSource(path);

    /// <summary>
    /// What lies at an address: <c>http</c>, <c>https</c>, <c>rtsp</c>, <c>rtmp</c>, <c>srt</c>…, a playlist as well. Whoever answers there
    /// decides what is decoded and which further addresses are asked, though no file of this machine is. It is opened more than once.
    /// </summary>
    /// <param name="address">The address.</param>
    public static MediaSource FromUrl(string address) => new UrlSource(address);

    /// <summary>A clip in a stream that may not be sought: a container that can be read from its start.</summary>
    /// <param name="stream">The clip; it stays the caller's.</param>
    /// <param name="name">What it is called in messages.</param>
    public static MediaSource FromStream(Stream stream, string name = "the stream") => new StreamSource(stream, name);

    /// <summary>Raw frames, one behind the other.</summary>
    /// <param name="stream">The frames; it stays the caller's.</param>
    /// <param name="format">What they are.</param>
    /// <param name="name">What the stream is called in messages.</param>
    public static MediaSource FromRawFrames(Stream stream, RawVideoFormat format, string name = "the stream") =>
        new RawFramesSource(stream, format, name);

    /// <summary>What messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName FromStream = PropertyName.Of<MediaSource>(nameof(MediaSource.FromStream));
        public static readonly PropertyName FromUrl = PropertyName.Of<MediaSource>(nameof(MediaSource.FromUrl));
    }

    /// <summary>Checks what can be checked without reading.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    internal virtual void Validate()
    {
    }
}
