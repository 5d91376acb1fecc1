using U2Video.Core;
using U2Video.Core.Errors;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline;

/// <summary>What one run reads, makes and how.</summary>
public sealed record PipelineOptions
{
    // Takes any number of outputs.
    private const string NowhereAtAll = "/dev/null";

    /// <summary>The clip or picture; a path stands for a file.</summary>
    public required MediaSource Input { get; init; }

    /// <summary>What to make of it, at least one; the network runs once for all.</summary>
    public required IReadOnlyList<MediaOutput> Outputs { get; init; }

    /// <summary>Whether outputs may replace files.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// The number of the video stream, counted over all streams from 0 as ffprobe does; null for the first that is no attached picture and
    /// has several frames, the default and larger ones before others.
    /// </summary>
    public int? VideoStream { get; init; }

    /// <summary>
    /// How often GIFs, APNGs and animated WebPs are played in all, 0…65,535, 0 for without end; null: as often as the input, and
    /// without end where that is none of these.
    /// </summary>
    public int? Plays { get; init; }

    /// <summary>From which time after the clip's beginning; null for all of it.</summary>
    public TimeSpan? From { get; init; }

    /// <summary>Up to which time after the clip's beginning; null for all of it.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>At most so many frames; null for all of them.</summary>
    public long? MaxFrames { get; init; }

    /// <summary>Whether sound, subtitles and chapters are taken along into containers that hold them.</summary>
    public bool KeepAudio { get; init; } = true;

    /// <summary>Whether a clip of high dynamic range (PQ, HLG) is brought to BT.709; otherwise its values and tags stay.</summary>
    public bool ToneMap { get; init; }

    /// <summary>How masks come to the frames' size.</summary>
    public EdgeMode Edges { get; init; } = EdgeMode.Guided;

    /// <summary>What is changed about the mattes after they were made.</summary>
    public MatteEdits Edits { get; init; } = MatteEdits.None;

    /// <summary>Frames that go through the network together, 1…256; null leaves it to the predictor.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Whether <see cref="BatchSize"/>, which is null then, is found out by trial on the clip's size before the run.</summary>
    public bool TryBatchSizes { get; init; }

    /// <summary>How masks are smoothed over time.</summary>
    public SmoothingOptions Smoothing { get; init; } = new();

    /// <summary>What is done to the network's raw masks.</summary>
    public MaskNormalization Normalization { get; init; } = MaskNormalization.Auto;

    /// <summary>
    /// How much a frame may differ, in the network's eyes, from the last one that it saw to take over its mask: the mean absolute
    /// difference in levels of eight bits, 0…16, with a bound of four times as much for every tile of 8×8 pixels. 0: not at all.
    /// </summary>
    public double Reuse { get; init; }

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
        KeepDepth = Outputs.Any(output => output.Container.HoldsDepth),
        ToneMap = ToneMap,
    };

    /// <summary>What to say where no frame came.</summary>
    internal string WhyNoFrames => Range.HasTimes
        ? "has no frame in the part that --from and --to leave"
        : "has a video stream, but no frame of it could be decoded";

    /// <summary>Checks the values and that they go together.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    public void Validate()
    {
        Input.Validate();
        Check(Outputs.Count > 0, "nothing to make: give --combined, --mask, --cutout or --composite");
        foreach (var output in Outputs)
        {
            output.Validate();
        }

        var streamed = Outputs.Where(output => output.Stream is not null).GroupBy(output => output.Stream)
            .FirstOrDefault(same => same.Count() > 1);
        Check(streamed is null, $"two outputs go to {streamed?.First().Name}; give each its own");
        var paths = Outputs.Select(output => output.Path).OfType<string>().Select(OutputLink.Resolve)
            .Where(path => path != NowhereAtAll).ToArray();
        Check(paths.Distinct().Count() == paths.Length, "two outputs have the same name; give each its own");
        var input = Input is FileSource file ? OutputLink.Resolve(file.Path) : null;
        Check(!paths.Contains(input), $"{Input.Name}: is the input and an output; give another name");

        Check(VideoStream is null or >= 0, $"--stream {VideoStream}: give the number of a video stream, 0 or more");
        Check(VideoStream is null || Input is not RawFramesSource, "--stream: raw frames have only one");
        Check(Plays is null or (>= 0 and <= ushort.MaxValue), $"--loop {Plays}: give 1 to {ushort.MaxValue}, once or forever");
        Check(
            Plays is null || Outputs.Any(output => output.Container.Repeats is not null),
            "--loop: no output is played more than once; GIF, APNG and WebP are");
        Check(BatchSize is null || !TryBatchSizes, "--batch: give a number or auto, not both");
        Check(MaxFrames is null or > 0, $"--max-frames {MaxFrames}: give at least 1");
        Check(From is null || From >= TimeSpan.Zero, "--from: give a time that is not negative");
        Check(To is null || To > (From ?? TimeSpan.Zero), "--to: give a time after that of --from");
        Matting.Validate();
        Check(
            Input is not RawFramesSource || (From is null && To is null),
            "--from and --to: raw frames have no beginning to count from; use --max-frames");

        static void Check(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new UsageException(otherwise + ".");
            }
        }
    }
}
