using System.Reflection;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline;

/// <summary>
/// Prepares a run that makes one part of a clip's outputs, with the frames that the whole run would make, to the bit. The part waits in a
/// folder beside the output until it is joined with the others. docs/parts.md tells how it is done.
/// </summary>
/// <param name="network">The network, whose identity is known.</param>
internal sealed class PartPreparation(PredictorSource network)
{
    // What says where outputs go, and not what they look like.
    private static readonly string[] Places =
    [
        nameof(MediaOutput.Path), nameof(MediaOutput.Stream), nameof(MediaOutput.StreamName), nameof(MediaOutput.IsStream),
    ];

    private static string Version =>
        typeof(PartPreparation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Finds out what a part needs.</summary>
    /// <param name="options">What the whole run would make.</param>
    /// <param name="part">Which part of it is made.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>What <see cref="VideoPipeline"/> has to do; null where the part is there already.</returns>
    /// <exception cref="U2VideoException">Input, options or output cannot be used, or parts of something else are in the way.</exception>
    public async Task<PipelineOptions?> PrepareAsync(PipelineOptions options, ClipPart part, CancellationToken cancellation)
    {
        options.Validate();
        PartLimits.Check(options);
        var media = await MediaProbe.ReadFileAsync(options.Input.Name, options.VideoStream, cancellation).ConfigureAwait(false);
        media = await RangeProbe.WithEndAsync(media, options.Range, cancellation).ConfigureAwait(false);
        var keys = await KeysAsync(options, media, part, cancellation).ConfigureAwait(false);
        if (IsThere(options, part, keys))
        {
            return null;
        }

        var index = await ClipIndex.ReadAsync(media, options.Range, cancellation).ConfigureAwait(false);
        return options with { Part = await JobAsync(options, media, index, part, keys, cancellation).ConfigureAwait(false) };
    }

    private static bool IsThere(PipelineOptions options, ClipPart part, Dictionary<MediaOutput, PartKey> keys)
    {
        var isThere = true;
        foreach (var output in options.Outputs)
        {
            var folder = new PartFolder(output.Path!);
            folder.Create();
            isThere &= folder.Holds(part, keys[output], options.Overwrite);
        }

        return isThere;
    }

    private async Task<PartJob> JobAsync(
        PipelineOptions options, MediaInfo media, ClipIndex index, ClipPart part, Dictionary<MediaOutput, PartKey> keys,
        CancellationToken cancellation)
    {
        var timeBase = Rational.TryParse(keys.Values.First().Joining.TimeBase)!.Value;
        var clock = new FrameClock(timeBase, options.Range.Start);
        var (first, count) = index.FramesOf(part);
        var (begin, end) = (index.BoundaryBefore(first), index.BoundaryBefore(first + count));
        var window = count > 0 ? new PartWindow(begin, end, clock) : PartWindow.Empty(clock);
        var facts = (await network.OpenAsync(cancellation).ConfigureAwait(false)).Facts;
        var memory = FrameMemory.Of(options.Matting, facts);
        var from = await new RunIn(media, options.Decoding, facts, memory).FindAsync(begin, cancellation).ConfigureAwait(false);
        return new PartJob(window, new PartialOutputs(part, window, keys, timeBase), count, OpenAsync);

        async Task<IFrameSource> OpenAsync(CancellationToken stop) => new PartSource(
            await SoughtClip.OpenAsync(media, options.Decoding, from, stop).ConfigureAwait(false), window, memory.After, index.End, clock);
    }

    private async Task<Dictionary<MediaOutput, PartKey>> KeysAsync(
        PipelineOptions options, MediaInfo media, ClipPart part, CancellationToken cancellation)
    {
        var identity = network.Identity ?? throw new UsageException(
            $"{PipelineOptions.Named.Part}: the pipeline's {nameof(PredictorSource)} has no {nameof(PredictorSource.Identity)}.");
        var input = new PartInput(
            Path.GetFullPath(options.Input.Name), await InputHash.OfAsync(options.Input.Name, cancellation).ConfigureAwait(false));
        var (video, start) = await BeginningAsync(options, media, cancellation).ConfigureAwait(false);
        var common = new OptionValues();
        await common.AddAsync("matting", options.Matting, [nameof(options.BatchSize)], cancellation).ConfigureAwait(false);
        await common.AddAsync("model", identity.ModelHash, [], cancellation).ConfigureAwait(false);
        await common.AddAsync("model-options", identity.OverridesText, [], cancellation).ConfigureAwait(false);
        await common.AddAsync("size", identity.Sizing?.ToString(), [], cancellation).ConfigureAwait(false);
        await common.AddAsync("precision", identity.NumberType, [], cancellation).ConfigureAwait(false);
        await common.AddAsync("deep", options.Decoding.KeepDepth, [], cancellation).ConfigureAwait(false);
        var keys = new Dictionary<MediaOutput, PartKey>();
        foreach (var output in options.Outputs)
        {
            var own = new OptionValues();
            await own.AddAsync("output", output, Places, cancellation).ConfigureAwait(false);
            keys[output] = new PartKey
            {
                Program = Version,
                Parts = part.Count,
                Input = input,
                Options = new SortedDictionary<string, string>(new Dictionary<string, string>(common.All.Concat(own.All))),
                Joining = JoiningOf(options, output, media, video, start),
            };
        }

        return keys;
    }

    private static PartJoining JoiningOf(PipelineOptions options, MediaOutput output, MediaInfo media, VideoFormat video, long start) => new()
    {
        Storage = PartStorages.For(output.Container),
        Codec = output.Codec,
        Quality = output.Quality,
        Arguments = output.FFmpegArguments,
        Stream = media.Stream,
        From = options.From,
        To = options.To,
        MaxFrames = options.MaxFrames,
        KeepAudio = options.KeepAudio,
        ToneMap = options.ToneMap,
        Plays = options.Plays,
        Width = video.Width,
        Height = video.Height,
        TimeBase = video.TimeBase.ToString(),
        SampleAspect = video.SampleAspect.ToString(),
        ClipStart = start,
    };

    // The first frame of the run, which decides how the times of all others are rounded.
    private static async Task<(VideoFormat Video, long Start)> BeginningAsync(
        PipelineOptions options, MediaInfo media, CancellationToken cancellation)
    {
        await using var clip = await SoughtClip.OpenAsync(media, options.Decoding, from: null, cancellation).ConfigureAwait(false);
        await foreach (var frame in clip.ReadFramesAsync(cancellation).ConfigureAwait(false))
        {
            using (frame)
            {
                return (clip.Video, frame.Timestamp);
            }
        }

        throw new InputException($"{media.Name}: {options.WhyNoFrames}.");
    }
}
