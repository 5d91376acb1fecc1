using TorchSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Training.Fixing;
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
        await using var source = await FrameSources.OpenAsync(options.Input, decoding, keepSound: false, cancellation).ConfigureAwait(false);
        var times = await FrameTimes.ReadAsync(options.Input, options.VideoStream, cancellation).ConfigureAwait(false);
        var corrected = CorrectedFrames.Find(fix.Corrections, times, source.Video);
        var clip = await ClipMatter.HashAsync(options.Input, cancellation).ConfigureAwait(false);
        var path = FixedModels.PathFor(identity, clip, corrected, fix, $"{source.Media.Stream} {options.ToneMap}");
        var isLearned = File.Exists(path);
        var anchors = isLearned ? [] : Between(corrected, times.Count);
        var frames = await ReadAsync(source, [.. corrected.Select(frame => frame.Index), .. anchors], cancellation).ConfigureAwait(false);
        try
        {
            var given = new GivenMasks(corrected.ToDictionary(
                frame => frames[frame.Index].Timestamp, frame => new GivenMask(frame.Mask)));
            var errors = isLearned
                ? ((double, double)?)null
                : await LearnAsync(fix, corrected, anchors, frames, path, progress, cancellation).ConfigureAwait(false);
            return new FixedClip(path, given) { Errors = errors };
        }
        finally
        {
            foreach (var frame in frames.Values)
            {
                frame.Dispose();
            }
        }
    }

    private async Task<(double Before, double After)> LearnAsync(
        FixOptions fix, IReadOnlyList<CorrectedFrame> corrected, long[] anchors, Dictionary<long, Frame> frames, string path,
        Action<FixProgress>? progress, CancellationToken cancellation)
    {
        var examples = new List<FixExample>();
        try
        {
            using var model = await open(cancellation).ConfigureAwait(false);
            using (var predictor = new MaskPredictor(await open(cancellation).ConfigureAwait(false), device, identity.Sizing))
            {
                foreach (var frame in corrected)
                {
                    var seen = frames[frame.Index];
                    examples.Add(LearningFrames.Corrected(seen, frame.Mask, predictor.Facts.SizeFor(seen.Width, seen.Height)));
                }

                foreach (var index in anchors)
                {
                    examples.Add(await LearningFrames.AnchorAsync(frames[index], predictor, cancellation).ConfigureAwait(false));
                }
            }

            var settings = FixBudget.Settings(fix, model.Description.Variant, examples[0].Size, device);
            var learning = new FrameFixing(model, device, settings);
            var errors = await Task.Run(
                () => learning.Run(examples[..corrected.Count], examples[corrected.Count..], progress, cancellation), cancellation)
                .ConfigureAwait(false);
            using var learned = new U2NetModel(model.Network, model.Description with { Provenance = Provenance(model, corrected.Count) });
            learned.Save(path);
            return errors;
        }
        finally
        {
            examples.ForEach(example => example.Dispose());
        }
    }

    private static string Provenance(U2NetModel model, int corrected) =>
        $"learned from {corrected} corrected {(corrected == 1 ? "frame" : "frames")} of a clip; before: "
        + (model.Description.Provenance ?? "not known");

    // In the middle of as many equal parts of the clip.
    private static long[] Between(IReadOnlyList<CorrectedFrame> corrected, long frames) =>
    [
        .. Enumerable.Range(0, MostAnchors).Select(i => (long)((i + 0.5) * frames / MostAnchors)).Distinct()
            .Except(corrected.Select(frame => frame.Index)),
    ];

    private static async Task<Dictionary<long, Frame>> ReadAsync(
        IFrameSource source, IReadOnlyList<long> wanted, CancellationToken cancellation)
    {
        var (frames, last, index) = (new Dictionary<long, Frame>(), wanted.Max(), 0L);
        await foreach (var frame in source.ReadFramesAsync(cancellation).ConfigureAwait(false))
        {
            if (wanted.Contains(index))
            {
                frames.Add(index, frame);
            }
            else
            {
                frame.Dispose();
            }

            if (index++ == last)
            {
                break;
            }
        }

        return frames.Count == wanted.Count ? frames : throw new InputException(
            $"{source.Media.Name}: only {index} frames of it can be decoded, and frame {last} is corrected; repair the clip first.");
    }
}
