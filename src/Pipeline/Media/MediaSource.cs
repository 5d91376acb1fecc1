using U2Video.Core.Errors;

namespace U2Video.Pipeline.Media;

/// <summary>
/// The input of a run: a file, an address, pictures that are frames, a clip that comes through a stream, or raw frames.
/// </summary>
public abstract record MediaSource
{
    private protected MediaSource(string name) => Name = name;

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Makes a source of a path.</summary>
    public static implicit operator MediaSource(string path) => FromFile(path);

    /// <summary>A file: a video, an animation or a picture that ffmpeg reads.</summary>
    public static MediaSource FromFile(string path) => new FileSource(path);

    /// <summary>
    /// What lies at an address: <c>http</c>, <c>https</c>, <c>rtsp</c>, <c>rtmp</c>, <c>srt</c>…, also a playlist. The server
    /// decides what is decoded and which other addresses are opened, but never a file of this machine. The address is opened more than
    /// once.
    /// </summary>
    /// <param name="address">The address.</param>
    public static MediaSource FromUrl(string address) => new UrlSource(address);

    /// <summary>Pictures that are the frames of one clip. All have one size and one format.</summary>
    /// <param name="path">
    /// A pattern with a place for the number, <c>frame-%05d.png</c> or <c>frame.####.exr</c>, without a gap in the numbers; a folder, whose
    /// pictures are taken in the natural order of their names; or a pattern with <c>*</c> or <c>?</c>, in the same order.
    /// </param>
    /// <param name="frameRate">Frames a second, above 0 and up to 1000; null for 25.</param>
    public static MediaSource FromSequence(string path, Rational? frameRate = null) =>
        new SequenceSource(path, frameRate ?? new Rational(25, 1));

    /// <summary>
    /// Whether a path is a pattern with a place for a number, as <see cref="FromSequence"/> takes it, and not the name of something that
    /// exists.
    /// </summary>
    public static bool IsSequence(string path) => !Path.Exists(path) && NumberedName.Of(Path.GetFileName(path)) is not null;

    /// <summary>A clip in a stream, which is read once from its start and need not support seeking.</summary>
    /// <param name="stream">The clip; it stays the caller's.</param>
    /// <param name="name">What the stream is called in messages.</param>
    public static MediaSource FromStream(Stream stream, string name = "the stream") => new StreamSource(stream, name);

    /// <summary>Raw frames, one after the other.</summary>
    /// <param name="stream">The frames; it stays the caller's.</param>
    /// <param name="format">What the frames are.</param>
    /// <param name="name">What the stream is called in messages.</param>
    public static MediaSource FromRawFrames(Stream stream, RawVideoFormat format, string name = "the stream") =>
        new RawFramesSource(stream, format, name);

    /// <summary>What messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName FrameRate = PropertyName.Of<MediaSource>("frameRate");
        public static readonly PropertyName FromSequence = PropertyName.Of<MediaSource>(nameof(MediaSource.FromSequence));
        public static readonly PropertyName FromStream = PropertyName.Of<MediaSource>(nameof(MediaSource.FromStream));
        public static readonly PropertyName FromUrl = PropertyName.Of<MediaSource>(nameof(MediaSource.FromUrl));
    }

    /// <summary>Checks what can be checked without reading.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    internal virtual void Validate()
    {
    }
}
