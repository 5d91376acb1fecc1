using TorchSharp;
using U2Video.Core.Errors;
using U2Video.Core.Fixing;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Fixing;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline;

/// <summary>Teaches a model the masks that a user painted for some frames of a clip.</summary>
/// <param name="open">Opens the model that the learning begins with.</param>
/// <param name="identity">What decides that model's masks.</param>
/// <param name="device">Where it learns.</param>
internal sealed class ClipFixer(
    Func<CancellationToken, Task<U2NetModel>> open, PredictorIdentity identity, torch.Device device)
{
    // Enough to see all of a clip, and few enough that each is seen more than once.
    private const int MostAnchors = 8;

    /// <summary>Checks the masks, finds their frames, and learns, unless an earlier run has learned the same.</summary>
    /// <param name="fix">The masks.</param>
    /// <param name="options">The clip, and how it is decoded.</param>
    /// <param name="progress">Called after every step of the learning.</param>
    /// <param name="cancellation">Ends the work; nothing is left.</param>
    /// <exception cref="U2VideoException">A mask, the clip or the model cannot be used.</exception>
    public async Task<FixedClip> RunAsync(
        FixOptions fix, PipelineOptions options, Action<FixProgress>? progress, CancellationToken cancellation)
    {
        fix.Validate();
        if (options.Input is not (FileSource or SequenceSource))
        {
            throw new UsageException(
                $"{FixOptions.Named.Corrections}: {options.Input.Name} cannot be read twice; save it to a file first.");
        }

        foreach (var output in options.Outputs.Where(output => !output.IsStream))
        {
            ResumedRun.CheckPlace(output, options.Overwrite);
        }

        var decoding = options.Decoding with { Range = ClipRange.All, KeepDepth = false, KeepHighlights = false };
        await using var source = await FrameSources.OpenAsync(
            options.Input, decoding, keepSound: false, cancellation).ConfigureAwait(false);
        var times = await FrameTimes.ReadAsync(options.Input, options.VideoStream, cancellation).ConfigureAwait(false);
        var corrected = CorrectedFrames.Find(fix.Corrections, times, source.Video);
        var clip = await ClipMatter.HashAsync(options.Input, cancellation).ConfigureAwait(false);
        var path = FixedModels.PathFor(identity, clip, corrected, fix, $"{source.Media.Stream} {options.ToneMap}");
        var isLearned = FixedModels.IsUsable(path);
        var anchors = isLearned ? [] : AnchorsBetween(corrected, times.Count);
        var frames = await ClipLook.ReadAsync(source, corrected, anchors, cancellation).ConfigureAwait(false);
        try
        {
            var errors = isLearned
                ? ((double, double)?)null
                : await LearnAsync(fix, frames, path, progress, cancellation).ConfigureAwait(false);
            return new FixedClip(path, new GivenMasks(frames.Where(frame => frame.Mask is not null)
                .ToDictionary(frame => frame.Picture.Timestamp, frame => new GivenMask(frame.Mask!))))
            {
                Errors = errors,
            };
        }
        finally
        {
            foreach (var frame in frames)
            {
                frame.Dispose();
            }
        }
    }

    /// <summary>The frames that are anchors: in the middle of as many equal parts of the clip, unless they are corrected.</summary>
    internal static long[] AnchorsBetween(IReadOnlyList<CorrectedFrame> corrected, long frames) =>
    [
        .. Enumerable.Range(0, MostAnchors).Select(i => (long)((i + 0.5) * frames / MostAnchors)).Distinct()
            .Except(corrected.Select(frame => frame.Index)),
    ];

    private async Task<(double Before, double After)> LearnAsync(
        FixOptions fix, IReadOnlyList<LearningFrame> frames, string path, Action<FixProgress>? progress, CancellationToken cancellation)
    {
        using var model = await open(cancellation).ConfigureAwait(false);
        using var examples = await ExamplesAsync(frames, cancellation).ConfigureAwait(false);
        var learning = new FrameFixing(
            model, device, FixBudget.Settings(fix, model.Description.Variant, examples.Corrected[0].Size, device));
        var errors = await Task.Run(
            () => learning.Run(examples.Corrected, examples.Anchors, progress, cancellation), cancellation).ConfigureAwait(false);
        new U2NetModel(model.Network, model.Description with { Provenance = Provenance(model, examples.Corrected.Count) }).Save(path);
        return errors;
    }

    // A predictor changes its model, so it has one of its own.
    private async Task<LearningSet> ExamplesAsync(IReadOnlyList<LearningFrame> frames, CancellationToken cancellation)
    {
        using var predictor = new MaskPredictor(await open(cancellation).ConfigureAwait(false), device, identity.Sizing);
        return await LearningSet.MakeAsync(frames, predictor, cancellation).ConfigureAwait(false);
    }

    private static string Provenance(U2NetModel model, int corrected) =>
        $"learned from {corrected} corrected {(corrected == 1 ? "frame" : "frames")} of a clip; before: "
        + (model.Description.Provenance ?? "not known");
}
