using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline;

/// <summary>The middle of a clip's way, from decoded frames to mattes, with the matte file that keeps its masks.</summary>
internal sealed class ClipMatter : IDisposable
{
    private readonly FrameMatter _matter;
    private readonly MatteFile? _matte;

    private ClipMatter(FrameMatter matter, MatteFile? matte) => (_matter, _matte) = (matter, matte);

    /// <summary>Opens the matte file, and the network where the file does not say what has to be known of it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="source">The clip.</param>
    /// <param name="options">What is made of it.</param>
    /// <param name="kept">The matte file of a run that looks at the frames twice; null for the one of the options, or none.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task<ClipMatter> OpenAsync(
        PredictorSource network, IFrameSource source, PipelineOptions options, TemporaryMatte? kept, CancellationToken cancellation)
    {
        var shared = options.Part?.Matte;
        var matte = shared ?? (kept is { IsTemporary: true }
            ? await OpenTemporaryAsync(network, source, options, kept, cancellation).ConfigureAwait(false)
            : options.Matte is { } path ? await OpenAsync(network, source, options, path, cancellation).ConfigureAwait(false)
            : null);
        try
        {
            var facts = matte?.Facts ?? (await network.OpenAsync(cancellation).ConfigureAwait(false)).Facts;
            matte?.Facts = facts;
            var matting = options.Matting with
            {
                Clock = FrameClock.Of(source.Media, source.Video.TimeBase, StartOf(source, options)),
                HasHighlights = options.DecodesHighlights && source.Media.IsLinear,
                KeepsHighlights = options.KeepsHighlights,
            };
            var matter = new FrameMatter(network, facts, matting)
            {
                Matte = matte,
                Given = options.Given?.From(StartOf(source, options)),
                IsLive = options.Live,
                FrameBytes = (long)source.Video.Width * source.Video.Height * source.Video.Layout.BytesPerPixel,
            };
            return new ClipMatter(matter, shared is null ? matte : null);
        }
        catch when (shared is null)
        {
            matte?.Dispose();
            throw;
        }
    }

    /// <summary>What is done to the network's masks over time.</summary>
    public SmoothingStage Smoothing => _matter.Smoothing;

    /// <summary>Does what live frames need once, before the first one.</summary>
    public Task RehearseAsync(VideoFormat video, CancellationToken cancellation) => _matter.RehearseAsync(video, cancellation);

    /// <summary>Frames in, mattes out.</summary>
    public IAsyncEnumerable<MattedFrame> RunAsync(
        IAsyncEnumerable<Frame> frames, StageTimes times, PredictionCounts counts, CancellationToken cancellation) =>
        _matter.RunAsync(frames, times, counts, cancellation);

    /// <summary>Frames in, the network's masks out, which are kept in the matte file.</summary>
    public IAsyncEnumerable<MaskedFrame> PredictAsync(
        IAsyncEnumerable<Frame> frames, StageTimes times, PredictionCounts counts, CancellationToken cancellation) =>
        _matter.PredictAsync(frames, times, counts, cancellation);

    /// <summary>Brings the matte file under its name.</summary>
    public void Commit() => _matte?.Commit();

    /// <summary>Closes the matte file.</summary>
    public void Dispose() => _matte?.Dispose();

    private static async Task<MatteFile> OpenAsync(
        PredictorSource network, IFrameSource source, PipelineOptions options, string path, CancellationToken cancellation)
    {
        var identity = network.Identity ?? throw new UsageException(
            $"{PipelineOptions.Named.Matte}: the pipeline's {nameof(PredictorSource)} has no {nameof(PredictorSource.Identity)}.");
        var input = await HashAsync(options.Input, cancellation).ConfigureAwait(false);
        return MatteFile.Open(path, Key(identity, input, source, options));
    }

    /// <summary>The SHA-256 of a file, or of the files of a sequence in order.</summary>
    public static Task<string> HashAsync(MediaSource input, CancellationToken cancellation) => input is SequenceSource sequence
        ? InputHash.OfAllAsync(PictureSequence.Find(sequence.Path).Files, cancellation)
        : InputHash.OfAsync(((FileSource)input).Path, cancellation);

    // No other run reads it, so it need not say what it is made of.
    private static async Task<MatteFile> OpenTemporaryAsync(
        PredictorSource network, IFrameSource source, PipelineOptions options, TemporaryMatte kept, CancellationToken cancellation)
    {
        var predictor = await network.OpenAsync(cancellation).ConfigureAwait(false);
        var identity = new PredictorIdentity("") { Sizing = predictor.Sizing };
        return MatteFile.Open(kept.Path, Key(identity, "", source, options));
    }

    /// <summary>What the masks of a run are made of.</summary>
    /// <param name="identity">The network.</param>
    /// <param name="input">The SHA-256 of the input's file.</param>
    /// <param name="source">The clip.</param>
    /// <param name="options">What is made of it.</param>
    public static MatteKey Key(PredictorIdentity identity, string input, IFrameSource source, PipelineOptions options)
    {
        var isToneMapped = options.ToneMap && source.Media.Color.IsHighDynamicRange;
        var normalization = PerFrameNormalization.Of(options.Normalization);
        var tags = MatteTags.Of(input, source.Media, source.Video, isToneMapped, identity, normalization, options.Reuse);
        return new MatteKey(tags, source.Video, StartOf(source, options), identity);
    }

    private static long StartOf(IFrameSource source, PipelineOptions options) =>
        InputArguments.TicksBefore(source.Media, options.Range, source.Video.TimeBase);
}
