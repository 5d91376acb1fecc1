using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Outputs;

/// <summary>An output of a run: where it goes, and how it is encoded. Its kind says what it shows.</summary>
public abstract record MediaOutput
{
    private protected MediaOutput()
    {
    }

    /// <summary>
    /// The path of the file. A symbolic link stands for its target; a named pipe, a device like <c>/dev/null</c>, or <c>/dev/fd/3</c> is
    /// written to as a stream. The extension chooses the container; a path that ends with a slash is a folder of PNGs, and a name like
    /// <c>frame-%05d.png</c> is a picture for each frame.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The stream that it goes to instead of a file. The stream stays the caller's, and need not support seeking.</summary>
    public Stream? Stream { get; init; }

    /// <summary>What the stream is called in messages.</summary>
    public string StreamName { get; init; } = "the stream";

    /// <summary>
    /// The container: <c>mp4</c>, <c>matroska</c>, <c>gif</c>, <c>nut</c>, <c>y4m</c>, <c>rawvideo</c>…; null to choose it by the
    /// extension.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The codec, one of those that the container holds; null for the container's default.</summary>
    public string? Codec { get; init; }

    /// <summary>The quality of a lossy codec, 0…100; null for 75.</summary>
    public int? Quality { get; init; }

    /// <summary>Further arguments of ffmpeg for this output.</summary>
    public IReadOnlyList<string> FFmpegArguments { get; init; } = [];

    /// <summary>What it is called in messages.</summary>
    internal string Name => Path ?? StreamName;

    /// <summary>Whether it goes to a stream, a pipe or a device, where nothing can be sought or renamed.</summary>
    public bool IsStream => Path is null || StreamingFile.Is(Path);

    /// <summary>The file or pipe that it goes to; null if that is not there yet, is a device, or is in memory.</summary>
    internal FileIdentity? Identity => Stream is not null ? StreamingFile.IdentityOf(Stream) : StreamingFile.IdentityOf(Path!);

    /// <summary>The property that says where it goes.</summary>
    internal PropertyName Target => new(GetType(), Path is null ? nameof(Stream) : nameof(Path));

    /// <summary>Whether its frames carry alpha.</summary>
    internal virtual bool HasAlpha => false;

    /// <summary>Whether one picture of it stands for the whole clip.</summary>
    internal virtual bool IsForWholeClip => false;

    /// <summary>Whether highlights that are brighter than white stay so in it.</summary>
    internal virtual bool KeepsHighlights => Container.IsLinear;

    /// <summary>Its container.</summary>
    internal Container Container => Format is null && Path is not null ? Containers.ForPath(Path)
        : Containers.TryForName(Format ?? "nut")
            ?? throw new UsageException($"{Named.Format} {Format}: there are {Containers.ForStreams}.");

    /// <summary>How it is encoded.</summary>
    internal virtual EncoderOptions Encoder => new(Name, Container) { Codec = Codec, Quality = Quality, FFmpegArguments = FFmpegArguments };

    /// <summary>Whether the container holds <see cref="Codec"/>, with alpha where the output has it.</summary>
    public bool TakesCodec => CodecNames.Contains(Codec);

    /// <summary>Whether the container can be played more than once by itself: GIF, APNG and WebP.</summary>
    public bool IsAnimation => Container.Repeats is not null;

    private IEnumerable<string> CodecNames =>
        Container.Codecs.Where(codec => !HasAlpha || codec.Alpha is not null).Select(codec => codec.Name);

    /// <summary>Creates the renderer that draws its frames.</summary>
    /// <param name="clip">What the frames of the clip are.</param>
    /// <param name="cancellation">Cancels the work.</param>
    internal abstract Task<IRenderer> CreateRendererAsync(VideoFormat clip, CancellationToken cancellation);

    /// <summary>Opens what takes its frames, where that is not ffmpeg; otherwise null.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="clock">Tells the frames' times; null for a still.</param>
    internal virtual IFrameSink? OpenSink(string path, FrameClock? clock) => null;

    /// <summary>Checks the values, and that they go together.</summary>
    /// <exception cref="UsageException">A value is out of range, or two contradict one another.</exception>
    internal virtual void Validate()
    {
        if ((Path is null) == (Stream is null))
        {
            throw new UsageException($"{GetType().Name}: give either {nameof(Path)} or {nameof(Stream)}.");
        }

        if (Path is not null && (Path.Length == 0 || Path.Contains('\0', StringComparison.Ordinal)))
        {
            throw new UsageException($"{Target}: the name is empty or holds a NUL; give a file.");
        }

        // This character stands for bytes that are not UTF-8. The file would get another name than the user gave.
        if (Path?.Contains('\uFFFD', StringComparison.Ordinal) == true)
        {
            throw new UsageException($"{Path}: the name holds bytes that are not UTF-8; give another.");
        }

        if (Path is not null && OpenDescriptor.Of(Path) is { } number && !OpenDescriptor.IsOpenForWriting(number))
        {
            throw new UsageException(
                $"{Target} {Path}: is not open for writing; open it in the shell, like {number}> FILE or {number}> >(PROGRAM).");
        }

        if (Path is not null && Format is null && IsStream && !System.IO.Path.HasExtension(Path))
        {
            throw new UsageException($"{Target} {Path}: say what goes there: {Named.Format} rawvideo, y4m, nut, matroska or gif.");
        }

        var container = Container;
        if (IsStream && (container.IsSequence || container.IsPicture))
        {
            throw new UsageException(
                $"{Target} {Name}: {container.Name} needs files; say another {Named.Format}, such as nut, matroska or gif.");
        }

        if (HasAlpha && !container.HoldsAlpha)
        {
            throw new UsageException(
                $"{Target} {Name}: {container.Name} holds no transparency; use {Containers.WithAlpha}, or a folder of PNGs (name/).");
        }

        if (Codec is not null && !TakesCodec)
        {
            throw new UsageException(
                $"{Named.Codec} {Codec}: {container.Name} {(HasAlpha ? "with transparency " : "")}takes {string.Join(", ", CodecNames)}.");
        }

        if (Quality is < 0 or > 100)
        {
            throw new UsageException($"{Named.Quality} {Quality}: give 0 to 100.");
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName Format = Of(nameof(MediaOutput.Format));
        public static readonly PropertyName Codec = Of(nameof(MediaOutput.Codec));
        public static readonly PropertyName Quality = Of(nameof(MediaOutput.Quality));

        private static PropertyName Of(string name) => PropertyName.Of<MediaOutput>(name);
    }
}
