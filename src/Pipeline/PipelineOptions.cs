using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Inference;
using U2Video.Pipeline.Cropping;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline;

/// <summary>What one run reads and makes, and how.</summary>
public sealed record PipelineOptions
{
    // Any number of outputs may go here.
    private const string NullDevice = "/dev/null";

    /// <summary>The clip or picture; a path is a file.</summary>
    public required MediaSource Input { get; init; }

    /// <summary>The outputs; the network runs once for all of them. There is at least one, or a <see cref="Matte"/>.</summary>
    public required IReadOnlyList<MediaOutput> Outputs { get; init; }

    /// <summary>
    /// A file that keeps the network's masks: a later run on the same input reads them from it and infers only those that are missing. Null
    /// for none. The pipeline has to be made of a <see cref="PredictorSource"/> whose identity is known, and the input has to be a file or
    /// a sequence of pictures.
    /// </summary>
    public string? Matte { get; init; }

    /// <summary>Whether outputs may replace files.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// The number of the video stream, counted over all streams from 0 as ffprobe does; null for the first that is not an attached picture
    /// and has several frames, where the default stream and larger ones come first.
    /// </summary>
    public int? VideoStream { get; init; }

    /// <summary>
    /// How often GIFs, APNGs and animated WebPs are played in all, 0…65,535, where 0 is without end; null for as often as the input, or
    /// without end where the input is a video.
    /// </summary>
    public int? Plays { get; init; }

    /// <summary>The time after the clip's beginning at which to begin; null for the clip's beginning.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>The time after the clip's beginning at which to end; null for the clip's end.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>The largest number of frames; null for all of them.</summary>
    public long? MaxFrames { get; init; }

    /// <summary>Whether sound, subtitles and chapters are kept in containers that hold them.</summary>
    public bool KeepAudio { get; init; } = true;

    /// <summary>Whether a clip of high dynamic range (PQ, HLG) is brought to BT.709; otherwise its values and tags stay.</summary>
    public bool ToneMap { get; init; }

    /// <summary>
    /// Crops all outputs to the subject; null for whole frames. The frames are decoded twice, so the input has to be a file or a sequence
    /// of pictures, and the masks of the first time serve the second.
    /// </summary>
    public SubjectCrop? Crop { get; init; }

    /// <summary>How masks are brought to the frames' size.</summary>
    public EdgeMode Edges { get; init; } = EdgeMode.Guided;

    /// <summary>What is changed about the mattes after they were made.</summary>
    public MatteEdits Edits { get; init; } = MatteEdits.None;

    /// <summary>How many frames go through the network together, 1…256; null leaves it to the predictor.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Whether a trial at the clip's size chooses the batch size before the run; <see cref="BatchSize"/> is null then.</summary>
    public bool TryBatchSizes { get; init; }

    /// <summary>How masks are smoothed over time.</summary>
    public SmoothingOptions Smoothing { get; init; } = new();

    /// <summary>How the network's raw masks are normalized.</summary>
    public MaskNormalization Normalization { get; init; } = MaskNormalization.Auto;

    /// <summary>
    /// How much a frame may differ, at the network's size, from the last one that the network saw, and still take over its mask: the mean
    /// absolute difference in levels of eight bits, 0…16. Every tile of 8×8 pixels may differ by four times as much. 0: not at all.
    /// </summary>
    public double Reuse { get; init; }

    /// <summary>
    /// Whether the frames are live: each comes out at once, and none waits for the network. The network infers as many frames as the
    /// machine lets it, and the others get the last mask, moved with the picture. Of fast subjects it infers more frames, at a smaller
    /// size. If even that takes longer than frames come, frames are dropped: the newest one counts. A file is read at its own pace.
    /// <see cref="Smoothing"/> must not be <see cref="SmoothingMode.Lookahead"/> then.
    /// </summary>
    public bool Live { get; init; }

    /// <summary>The part of the clip that is made; null for the whole clip.</summary>
    internal PartJob? Part { get; init; }

    /// <summary>Masks that the user painted for some frames; null for none. They are used as they are.</summary>
    internal GivenMasks? Given { get; init; }

    /// <summary>Which frames of the clip are wanted.</summary>
    internal ClipRange Range => new() { From = From, To = To, MaxFrames = MaxFrames };

    /// <summary>How frames are matted.</summary>
    internal MattingOptions Matting => new()
    {
        BatchSize = BatchSize,
        Smoothing = Smoothing,
        Normalization = Normalization,
        Edges = Edges,
        Edits = Edits,
        Reuse = Reuse,
    };

    /// <summary>What is decoded, and into what.</summary>
    internal DecoderOptions Decoding => new()
    {
        Stream = VideoStream,
        Range = Range,
        KeepDepth = Matte is not null || Crop is not null || Outputs.Any(output => output.Container.HoldsDepth),
        ToneMap = ToneMap,
        KeepHighlights = DecodesHighlights,
        IsLive = Live,
        IsPaced = Live && Input is FileSource,
    };

    /// <summary>
    /// Whether highlights of linear light are in the outputs: where all hold them or show no colors, and none puts other pictures beside
    /// those colors.
    /// </summary>
    internal bool KeepsHighlights => Outputs.All(output => output.KeepsHighlights);

    /// <summary>
    /// Whether they are decoded. The network's view of such frames is its own, so where masks are kept for runs with other outputs, it has
    /// to be the same in all of them.
    /// </summary>
    internal bool DecodesHighlights => KeepsHighlights || Matte is not null;

    /// <summary>
    /// The moments that a contact sheet shows of a clip; null where all frames are needed, or how long the clip is is not known.
    /// </summary>
    internal SheetMoments? MomentsOf(MediaInfo media)
    {
        var reach = Smoothing.Mode == SmoothingMode.Off ? 0 : Smoothing.Radius;
        return Matte is null && Crop is null && Outputs is [SheetOutput sheet] && Range.FramesOf(media) is { } frames
            ? new SheetMoments(sheet.Moments, frames, reach)
            : null;
    }

    /// <summary>The message where no frame was decoded.</summary>
    internal MessageText WhyNoFrames => Range.HasTimes
        ? Text($"has no frame in the part that {Named.From} and {Named.To} leave")
        : Text($"has a video stream, but no frame of it could be decoded");

    /// <summary>Checks the values, and that they go together.</summary>
    /// <exception cref="UsageException">A value is out of range, or two contradict one another.</exception>
    public void Validate()
    {
        Input.Validate();
        Check(Outputs.Count > 0 || Matte is not null, $"nothing to make: give {Named.Outputs}");
        foreach (var output in Outputs)
        {
            output.Validate();
        }

        var streamed = Outputs.Where(output => output.Stream is not null).GroupBy(output => output.Stream)
            .FirstOrDefault(same => same.Count() > 1);
        Check(streamed is null, $"two outputs go to {streamed?.First().Name}; give each its own");
        var paths = Outputs.Select(output => output.Path).OfType<string>().Select(OutputLink.Resolve)
            .Where(path => path != NullDevice).ToArray();
        Check(paths.Distinct().Count() == paths.Length, $"two outputs have the same name; give each its own");

        // A file that is replaced is a new one, so only what is written in place can be written to twice.
        var shared = Outputs.GroupBy(output => output.Identity)
            .FirstOrDefault(same => same.Key is not null && same.Count() > 1 && same.Any(output => output.IsStream))?.ToArray();
        Check(
            shared is null,
            $"{shared?[0].Target} {shared?[0].Name} and {shared?[1].Target} {shared?[1].Name}: go to the same file; give each its own");
        var input = Input is FileSource file ? OutputLink.Resolve(file.Path) : null;
        Check(!paths.Contains(input), $"{Input.Name}: is the input and an output; give another name");
        Check(
            !Outputs.Any(WritesIntoInput), $"{Input.Name}: the output's pictures would lie among the input's; give another folder or name");
        var matte = Matte is { Length: > 0 } ? OutputLink.Resolve(Matte) : null;
        Check(Matte is null || matte is not null, $"{Named.Matte}: the name is empty; give a file");
        Check(
            matte is null || (matte != input && !paths.Contains(matte)),
            $"{Named.Matte} {Matte}: is the input or an output; give another name");

        Check(VideoStream is null or >= 0, $"{Named.VideoStream} {VideoStream}: give the number of a video stream, 0 or more");
        Check(VideoStream is null || Input is not RawFramesSource, $"{Named.VideoStream}: raw frames have only one");
        Check(Plays is null or (>= 0 and <= ushort.MaxValue), $"{Named.Plays} {Plays}: give 1 to {ushort.MaxValue}, or 0 for without end");
        Check(
            Plays is null || Outputs.Any(output => output.IsAnimation),
            $"{Named.Plays}: no output is played more than once; GIF, APNG and WebP are");
        Check(BatchSize is null || !TryBatchSizes, $"{MattingOptions.Named.BatchSize}: give a number or {nameof(TryBatchSizes)}, not both");
        Check(MaxFrames is null or > 0, $"{Named.MaxFrames} {MaxFrames}: give at least 1");
        Check(From is null || From >= TimeSpan.Zero, $"{Named.From}: give a time that is not negative");
        Check(To is null || To > (From ?? TimeSpan.Zero), $"{Named.To}: give a time after that of {Named.From}");
        Matting.Validate();
        Crop?.Validate();
        Check(Crop is null || Outputs.Count > 0, $"{Named.Crop}: there is no output to crop; give {Named.Outputs}");
        Check(
            Input is FileSource or SequenceSource || (Matte is null && Crop is null),
            $"{(Crop is null ? Named.Matte : Named.Crop)}: {Input.Name} cannot be read twice; save it to a file first");
        Check(
            Input is not RawFramesSource || (From is null && To is null),
            $"{Named.From} and {Named.To}: raw frames have no beginning to count from; use {Named.MaxFrames}");
        if (Live)
        {
            LiveLimits.Check(this);
        }

        static void Check(bool holds, MessageText otherwise)
        {
            if (!holds)
            {
                throw new UsageException($"{otherwise}.");
            }
        }
    }

    // Numbered pictures beside those of the input are told apart by their names, but a folder is taken with all that is in it.
    private bool WritesIntoInput(MediaOutput output)
    {
        if (Input is not SequenceSource { Path: var pictures } || output.Path is not { } path || !output.Container.IsSequence)
        {
            return false;
        }

        var isFolder = Directory.Exists(pictures) || SequenceName.IsFolder(path);
        var (from, to) = (Place(pictures), Place(path));
        return from.Folder == to.Folder && (isFolder || from.Name is null || from.Name == to.Name);

        static (string Folder, NumberedName? Name) Place(string path) => SequenceName.IsFolder(path) || Directory.Exists(path)
            ? (OutputLink.Resolve(path), null)
            : (OutputLink.Resolve(Path.GetDirectoryName(Path.GetFullPath(path))!), NumberedName.Of(Path.GetFileName(path)));
    }

    private static MessageText Text(MessageText text) => text;

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName Outputs = Of(nameof(PipelineOptions.Outputs));
        public static readonly PropertyName VideoStream = Of(nameof(PipelineOptions.VideoStream));
        public static readonly PropertyName Plays = Of(nameof(PipelineOptions.Plays));
        public static readonly PropertyName From = Of(nameof(PipelineOptions.From));
        public static readonly PropertyName To = Of(nameof(PipelineOptions.To));
        public static readonly PropertyName Crop = Of(nameof(PipelineOptions.Crop));
        public static readonly PropertyName Matte = Of(nameof(PipelineOptions.Matte));
        public static readonly PropertyName Live = Of(nameof(PipelineOptions.Live));
        public static readonly PropertyName Smoothing = Of(nameof(PipelineOptions.Smoothing));
        public static readonly PropertyName MaxFrames = Of(nameof(PipelineOptions.MaxFrames));

        private static PropertyName Of(string name) => PropertyName.Of<PipelineOptions>(name);
    }
}
