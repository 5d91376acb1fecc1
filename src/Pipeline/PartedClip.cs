using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline;

/// <summary>
/// A clip whose outputs are made in parts, with the frames that one run would make, to the bit. A part waits in a folder beside the output
/// until it is joined with the others. docs/parts.md tells how it is done.
/// </summary>
internal sealed class PartedClip : IDisposable
{
    private readonly PredictorSource _network;
    private readonly PipelineOptions _options;
    private readonly MediaInfo _media;
    private readonly ClipIndex _index;
    private readonly Dictionary<MediaOutput, PartKey> _keys;
    private readonly Rational _timeBase;
    private readonly MatteFile? _matte;

    private PartedClip(
        PredictorSource network, PipelineOptions options, MediaInfo media, ClipIndex index, Dictionary<MediaOutput, PartKey> keys,
        Rational timeBase, MatteFile? matte) =>
        (_network, _options, _media, _index, _keys, _timeBase, _matte) = (network, options, media, index, keys, timeBase, matte);

    /// <summary>How many parts there are.</summary>
    public int Count => _keys.Values.First().Parts;

    /// <summary>How many frames the clip has in all parts.</summary>
    public long Frames => _index.Count;

    /// <summary>Reads what all parts have in common.</summary>
    /// <param name="network">The network, whose identity is known.</param>
    /// <param name="options">What the whole run would make.</param>
    /// <param name="division">How it is divided.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="U2VideoException">Input or options cannot be used, or not in parts.</exception>
    public static async Task<PartedClip> OpenAsync(
        PredictorSource network, PipelineOptions options, Division division, CancellationToken cancellation)
    {
        options.Validate();
        PartLimits.Check(options, division.Option);
        var identity = network.Identity ?? throw new UsageException(
            $"{division.Option}: the pipeline's {nameof(PredictorSource)} has no {nameof(PredictorSource.Identity)}.");
        var media = await MediaProbe.ReadFileAsync(options.Input.Name, options.VideoStream, cancellation).ConfigureAwait(false);
        media = await RangeProbe.WithEndAsync(media, options.Range, cancellation).ConfigureAwait(false);

        var (input, index) = await InputLook.OfAsync(
            options.Input.Name, media, options.Range, new PartFolder(options.Outputs[0].Path!), cancellation).ConfigureAwait(false);

        await using var clip = await SoughtClip.OpenAsync(media, options.Decoding, from: null, cancellation).ConfigureAwait(false);
        var start = await StartAsync(clip, options, cancellation).ConfigureAwait(false);
        var keys = await PartKeys.OfAsync(
            options, identity, input, division.PartsOf(index.Count), clip, start, cancellation).ConfigureAwait(false);
        var first = keys.First();
        var matte = division.KeptMasks(options.Matte, new PartFolder(first.Key.Path!), first.Value) is { } path
            ? MatteFile.Open(path, ClipMatter.Key(identity, input, clip, options), division.ReadsOnly)
            : null;
        return new PartedClip(network, options, media, index, keys, clip.Video.TimeBase, matte);
    }

    /// <summary>Finds out what a part needs.</summary>
    /// <param name="number">The part's number, from 1.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>What <see cref="VideoPipeline"/> has to do; null where the part is there already.</returns>
    /// <exception cref="U2VideoException">Parts of something else are in the way, or the network cannot be opened.</exception>
    public async Task<PipelineOptions?> PrepareAsync(int number, CancellationToken cancellation)
    {
        var part = new ClipPart(number, Count);
        if (IsThere(part))
        {
            return null;
        }

        var clock = new FrameClock(_timeBase, _options.Range.Start);
        var (first, count) = _index.FramesOf(part);
        var (begin, end) = (_index.BoundaryBefore(first), _index.BoundaryBefore(first + count));
        var window = count > 0 ? new PartWindow(begin, end, clock) : PartWindow.Empty(clock);
        var facts = _matte?.Facts ?? (await _network.OpenAsync(cancellation).ConfigureAwait(false)).Facts;
        var memory = FrameMemory.Of(_options.Matting, facts);
        var from = await new RunIn(_media, _options.Decoding, facts, memory).FindAsync(begin, cancellation).ConfigureAwait(false);
        var outputs = new PartialOutputs(part, window, _keys, _timeBase);
        return _options with { Part = new PartJob(window, outputs, count, OpenAsync) { Matte = _matte } };

        async Task<IFrameSource> OpenAsync(CancellationToken stop)
        {
            var sought = await SoughtClip.OpenAsync(_media, _options.Decoding, from, stop).ConfigureAwait(false);
            return new PartSource(sought, window, memory.After, _index.End, clock);
        }
    }

    /// <summary>How many frames a part has.</summary>
    public long FramesOf(int number) => _index.FramesOf(new ClipPart(number, Count)).Count;

    /// <summary>Brings masks that parts added to the matte file under the file's name.</summary>
    public void CommitMatte() => _matte?.Commit();

    /// <summary>Closes the matte file.</summary>
    public void Dispose() => _matte?.Dispose();

    private bool IsThere(ClipPart part)
    {
        var isThere = true;
        foreach (var (output, key) in _keys)
        {
            var folder = new PartFolder(output.Path!);
            folder.Create();
            isThere &= folder.Holds(part, key, _options.Overwrite);
        }

        return isThere;
    }

    // The first frame of the run, which decides how the times of all others are rounded.
    private static async Task<long> StartAsync(SoughtClip clip, PipelineOptions options, CancellationToken cancellation)
    {
        await foreach (var frame in clip.ReadFramesAsync(cancellation).ConfigureAwait(false))
        {
            using (frame)
            {
                return frame.Timestamp;
            }
        }

        throw new InputException($"{clip.Media.Name}: {options.WhyNoFrames}.");
    }
}
