using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline.Cropping;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Notices;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline;

/// <summary>
/// The whole way of a frame: decode → resize → predict → smooth → matte → composite → encode. The stages run at the same time
/// and hand their frames on through bounded buffers, so memory does not grow with the clip. The four in the middle are a
/// <see cref="FrameMatter"/>.
/// </summary>
/// <remarks>Safe to call from several threads: runs are independent of one another. Progress and notices come on any thread.</remarks>
/// <param name="network">The network, which is loaded when it is needed. It stays the caller's, and several pipelines may share it.</param>
public sealed class VideoPipeline(PredictorSource network)
{
    private BatchSizing? _batches;

    /// <summary>Makes a pipeline of a network that is loaded.</summary>
    /// <param name="predictor">The network. It stays the caller's, and several pipelines may share it.</param>
    public VideoPipeline(MaskPredictor predictor)
        : this(PredictorSource.Of(predictor))
    {
    }

    /// <summary>Called with what the user should know of a clip, before its frames are made.</summary>
    public Action<PipelineNotice>? Notice { get; init; }

    /// <summary>
    /// Finds ffmpeg and loads OpenCV, which otherwise the first run does. A program that calls this while it opens a network has its first
    /// frame sooner.
    /// </summary>
    /// <exception cref="U2VideoException">There is no ffmpeg, or it is too old.</exception>
    public static void Prepare()
    {
        _ = FFmpegTools.Version;
        using var smallest = new Mat(1, 1, MatType.CV_8UC3);
    }

    /// <summary>Makes all outputs of one input.</summary>
    /// <param name="options">What to read and make, and how.</param>
    /// <param name="progress">
    /// Called after every frame that the encoders took, and before that after every frame that was looked at for a crop.
    /// </param>
    /// <param name="cancellation">Stops all stages; no output is left then.</param>
    /// <returns>The progress at the end of the run.</returns>
    /// <exception cref="U2VideoException">Input, options or output cannot be used; nothing is left under the outputs' names.</exception>
    public async Task<PipelineProgress> RunAsync(
        PipelineOptions options, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        using var live = options.Live ? new LiveFlow(options.Outputs.Count) : null;
        var meter = new RunMeter(progress) { Live = live };
        var (times, counts) = (meter.Times, meter.Counts);

        using var kept = options.Crop is null ? null : new TemporaryMatte(options.Matte);
        var crop = kept is null ? null : await FindCropAsync(options, kept, meter, cancellation).ConfigureAwait(false);
        await using var source = options.Part is { } part ? await part.Open(cancellation).ConfigureAwait(false)
            : await FrameSources.OpenAsync(options.Input, options.Decoding, options.KeepAudio, cancellation).ConfigureAwait(false);
        if (options.Live)
        {
            LiveLimits.Check(source.Media);
        }

        foreach (var notice in MediaNotices.For(source.Media, options))
        {
            Notice?.Invoke(notice);
        }

        var shown = crop is null ? source.Video : source.Video with { Width = crop.Size.Width, Height = crop.Size.Height };
        var context = new OutputContext(source.Media, shown, options.Range, source.SpooledSound, times)
        {
            KeepAudio = options.KeepAudio,
            ToneMap = options.ToneMap,
            KeepHighlights = options.KeepsHighlights,
            Plays = options.Plays,
            Parts = options.Part?.Outputs,
            Live = live,
            Notice = Notice,
        };
        await using var outputs = await OutputSet.OpenAsync(
            options.Outputs, context, options.Overwrite, cancellation).ConfigureAwait(false);

        var chosen = options.TryBatchSizes ? await ChooseBatchAsync(source, options, cancellation).ConfigureAwait(false) : (int?)null;
        using var matter = await ClipMatter.OpenAsync(
            network, source, options with { BatchSize = chosen ?? options.BatchSize, TryBatchSizes = false }, kept, cancellation)
            .ConfigureAwait(false);
        if (options.Live)
        {
            await matter.RehearseAsync(source.Video, cancellation).ConfigureAwait(false);
            await outputs.RehearseAsync(Rehearsal.Mattes(source.Video), cancellation).ConfigureAwait(false);
        }

        var moments = options.MomentsOf(source.Media);
        var total = moments?.Count ?? options.Part?.Frames ?? options.Range.ExpectedFrames(source.Media.EstimatedFrames);
        meter.Begin(source.Video, total, chosen);
        var decoded = source.ReadFramesAsync(cancellation).TimedAsync(StageNames.Decode, times, sign: 1, cancellation);
        if (options.Outputs.Count > 0)
        {
            var needed = moments?.NeededAsync(decoded, cancellation) ?? live?.NewestAsync(decoded, cancellation) ?? decoded;

            // Masks that were found for the crop are not counted again.
            var matted = matter.RunAsync(needed, times, crop is null ? counts : new PredictionCounts(), cancellation);
            matted = moments?.ShownAsync(matted, cancellation) ?? crop?.RunAsync(matted, cancellation)
                ?? options.Part?.InsideAsync(matted, cancellation) ?? matted;
            await outputs.WriteAsync(matted, meter.Count, cancellation).ConfigureAwait(false);
        }
        else
        {
            var masked = matter.PredictAsync(decoded, times, counts, cancellation);
            await masked.DisposeAllAsync(meter.Count, cancellation).ConfigureAwait(false);
        }

        if (meter.Frames == 0 && options.Part is null)
        {
            throw new InputException($"{source.Media.Name}: {options.WhyNoFrames}.");
        }

        matter.Commit();
        await outputs.CommitAsync(cancellation).ConfigureAwait(false);
        return meter.Standing();
    }

    // A first look at all frames. The masks are kept, so that the second look needs no network.
    private async Task<CropPlan> FindCropAsync(
        PipelineOptions options, TemporaryMatte kept, RunMeter meter, CancellationToken cancellation)
    {
        await using var source = await FrameSources.OpenAsync(
            options.Input, options.Decoding, keepSound: false, cancellation).ConfigureAwait(false);
        using var matter = await ClipMatter.OpenAsync(network, source, options, kept, cancellation).ConfigureAwait(false);
        var finder = new CropFinder(options.Crop!, source.Video);
        meter.Begin(source.Video, options.Range.ExpectedFrames(source.Media.EstimatedFrames), looksForCrop: true);
        var decoded = source.ReadFramesAsync(cancellation).TimedAsync(StageNames.Decode, meter.Times, sign: 1, cancellation);
        await foreach (var matted in matter.RunAsync(decoded, meter.Times, meter.Counts, cancellation).ConfigureAwait(false))
        {
            using (matted)
            {
                finder.Add(matted);
            }

            meter.Count();
        }

        matter.Commit();
        var plan = finder.Plan() ?? throw new InputException(
            $"{source.Media.Name}: {(finder.Count == 0 ? options.WhyNoFrames : Text($"has no subject to which it could be cropped"))}.");
        Notice?.Invoke(new CropNotice(source.Media.Name, plan.Size.Width, plan.Size.Height, options.Crop!.Follows));
        return plan;
    }

    private async Task<int> ChooseBatchAsync(IFrameSource source, PipelineOptions options, CancellationToken cancellation)
    {
        var (width, height) = (source.Video.Width, source.Video.Height);
        var predictor = await network.OpenAsync(cancellation).ConfigureAwait(false);
        var batches = LazyInitializer.EnsureInitialized(ref _batches, () => new BatchSizing(predictor));
        var size = predictor.Facts.SizeFor(width, height);
        var most = (int)Math.Min(options.Range.ExpectedFrames(source.Media.EstimatedFrames) ?? BatchSizing.Largest, BatchSizing.Largest);
        var frameBytes = (long)width * height * source.Video.Layout.BytesPerPixel;
        var trials = await batches.TryAsync(size, most, frameBytes, cancellation).ConfigureAwait(false);
        var chosen = BatchSizing.Choose(trials);
        Notice?.Invoke(new BatchSizeNotice(chosen, size, [.. trials.Select(trial => (trial.BatchSize, trial.PicturesPerSecond))]));
        return chosen;
    }

    private static MessageText Text(MessageText text) => text;
}
