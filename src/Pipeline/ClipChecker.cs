using System.Diagnostics;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline.Checking;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Notices;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline;

/// <summary>
/// Tells how doubtful the masks of a clip are, without the truth. All frames are looked at once. For pictures of the worst moments they are
/// decoded a second time, because it is known only at the end which ones these are; the masks of the first time serve the second.
/// </summary>
/// <param name="network">The network, which stays the caller's.</param>
internal sealed class ClipChecker(PredictorSource network)
{
    /// <summary>Called with what the user should know of a clip, before its frames are made.</summary>
    public Action<PipelineNotice>? Notice { get; init; }

    /// <summary>Where the run stood at its end.</summary>
    public PipelineProgress? End { get; private set; }

    /// <summary>Checks a clip.</summary>
    /// <param name="options">The clip, and how its masks are made; no outputs.</param>
    /// <param name="draws">Whether the worst moments are drawn.</param>
    /// <param name="progress">Called after every frame.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="U2VideoException">The clip or the options cannot be used.</exception>
    public async Task<CheckedClip> RunAsync(
        PipelineOptions options, bool draws, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var kept = new TemporaryMatte(options.Matte);
        options = options with { Matte = kept.Path };
        options.Validate();
        var clip = await LookAsync(options, kept, progress, cancellation).ConfigureAwait(false);
        return draws && clip.Moments.Count > 0
            ? clip with { Pictures = await DrawAsync(options, kept, clip.Moments, cancellation).ConfigureAwait(false) }
            : clip;
    }

    private async Task<CheckedClip> LookAsync(
        PipelineOptions options, TemporaryMatte kept, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
    {
        var (times, counts, watch) = (new StageTimes(), new PredictionCounts(), Stopwatch.StartNew());
        await using var source = await OpenAsync(options, cancellation).ConfigureAwait(false);
        foreach (var notice in MediaNotices.For(source.Media, options))
        {
            Notice?.Invoke(notice);
        }

        using var matter = await ClipMatter.OpenAsync(network, source, options, kept, cancellation).ConfigureAwait(false);
        var smoothing = matter.Smoothing;
        var predictor = await network.OpenAsync(cancellation).ConfigureAwait(false);
        var passes = new PassDisagreement(predictor, smoothing.PerFrame);
        using var signs = new ClipSigns();
        using var filter = smoothing.CreateFilter();
        var clock = new FrameClock(source.Video.TimeBase, options.Range.Start);
        var shown = new List<TimeSpan>();
        var decoded = source.ReadFramesAsync(cancellation).TimedAsync(StageNames.Decode, times, sign: 1, cancellation);
        await foreach (var masked in matter.PredictAsync(decoded, times, counts, cancellation).ConfigureAwait(false))
        {
            using (masked)
            {
                var differs = await passes.NextAsync(masked.Input, masked.Mask, masked.StartsScene, cancellation).ConfigureAwait(false);
                filter.Apply(masked);
                signs.Add(masked, differs);
                shown.Add(clock.TimeOf(masked.Frame));
            }

            End = new PipelineProgress(shown.Count, options.Range.ExpectedFrames(source.Media.EstimatedFrames), watch.Elapsed)
            {
                Busy = times.Snapshot(),
                FrameSize = (source.Video.Width, source.Video.Height),
                InferredFrames = counts.Inferred,
                ReusedFrames = counts.Reused,
                StoredFrames = counts.Stored,
            };
            progress?.Report(End);
        }

        matter.Commit();
        return shown.Count > 0
            ? new CheckedClip(source.Media.Name, [.. shown.Zip(signs.Finish(), (time, frame) => new CheckedFrame(time, frame))])
            : throw new InputException($"{source.Media.Name}: {options.WhyNoFrames}.");
    }

    private async Task<IReadOnlyList<byte[]>> DrawAsync(
        PipelineOptions options, TemporaryMatte kept, IReadOnlyList<DoubtfulMoment> moments, CancellationToken cancellation)
    {
        var (times, counts) = (new StageTimes(), new PredictionCounts());
        await using var source = await OpenAsync(options, cancellation).ConfigureAwait(false);
        using var matter = await ClipMatter.OpenAsync(network, source, options, kept, cancellation).ConfigureAwait(false);
        var matting = new MattingStage(options.Edges);
        var wanted = moments.Select(moment => moment.Worst).ToHashSet();
        var pictures = new Dictionary<int, byte[]>();
        var index = 0;
        var masks = matter.PredictAsync(source.ReadFramesAsync(cancellation), times, counts, cancellation);
        await foreach (var masked in matter.Smoothing.RunAsync(masks, cancellation).ConfigureAwait(false))
        {
            if (wanted.Contains(index))
            {
                using var matted = matting.Matte(masked, cancellation);
                pictures[index] = MomentPicture.Draw(matted, source.Video.PixelAspect);
                if (pictures.Count == wanted.Count)
                {
                    break;
                }
            }
            else
            {
                masked.Dispose();
            }

            index++;
        }

        return pictures.Count == wanted.Count
            ? [.. moments.Select(moment => pictures[moment.Worst])]
            : throw new InputException($"{source.Media.Name}: has changed while it was read.");
    }

    private static Task<IFrameSource> OpenAsync(PipelineOptions options, CancellationToken cancellation) =>
        FrameSources.OpenAsync(options.Input, options.Decoding, keepSound: false, cancellation);
}
