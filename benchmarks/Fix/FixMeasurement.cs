using TorchSharp;
using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Fixing;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Core.Models;
using U2Video.Pipeline;
using U2Video.Pipeline.Fixing;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Benchmarks.Fix;

/// <summary>What the masks of a clip are worth, without its given frames.</summary>
/// <param name="Overlap">The mean IoU.</param>
/// <param name="Difference">MAD, in thousandths.</param>
/// <param name="Temporal">dtSSD, in hundredths.</param>
internal sealed record FixMeasures(double Overlap, double Difference, double Temporal);

/// <summary>Learns from the truth of some frames of generated clips and measures the others.</summary>
/// <param name="generator">Makes the clips.</param>
/// <param name="predictor">The model alone.</param>
/// <param name="path">The table, which is continued.</param>
internal sealed class FixMeasurement(ClipGenerator generator, MaskPredictor predictor, string path)
{
    /// <summary>Writes a line for each clip and number of given frames, unless the table has it.</summary>
    public async Task RunAsync(IReadOnlyList<ClipKind> kinds, int clips, IReadOnlyList<int> counts)
    {
        var done = File.Exists(path) ? File.ReadLines(path).Skip(1).Select(FixedRow.Parse).ToList() : [];
        if (done.Count == 0)
        {
            await File.WriteAllLinesAsync(path, [FixedRow.Heading]).ConfigureAwait(false);
        }

        var seen = done.Select(row => (row.Kind, row.Number, row.Given)).ToHashSet();
        foreach (var number in Enumerable.Range(1, clips))
        {
            foreach (var kind in kinds.Where(kind => counts.Any(count => !seen.Contains((kind.Name, number, count)))))
            {
                var clip = FixClips.Make(generator, kind, number);
                foreach (var count in counts.Where(count => !seen.Contains((kind.Name, number, count))))
                {
                    var row = await LearnAsync(kind.Name, number, clip, count).ConfigureAwait(false);
                    await File.AppendAllLinesAsync(path, [row.Line]).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<FixedRow> LearnAsync(string kind, int number, Smoothing.Clip clip, int count)
    {
        // In the middle of as many equal parts of the clip.
        var length = clip.Frames.Count;
        int[] given = [.. Enumerable.Range(0, count).Select(i => (int)((i + 0.5) * length / count))];
        var before = await MeasureAsync(clip, predictor, given, uses: false).ConfigureAwait(false);
        using var examples = await ExamplesAsync(clip, given).ConfigureAwait(false);
        var watch = new CpuWatch();
        watch.Start();
        var model = U2NetModel.LoadEmbedded();
        var options = new FixOptions { Corrections = [], Seed = 1 };
        var settings = FixBudget.Settings(options, model.Description.Variant, examples.Corrected[0].Size, torch.CPU);
        var errors = new FrameFixing(model, torch.CPU, settings)
            .Run(examples.Corrected, examples.Anchors, progress: null, CancellationToken.None);
        watch.Stop();
        using var learned = new MaskPredictor(model, torch.CPU);
        var after = await MeasureAsync(clip, learned, given, uses: true).ConfigureAwait(false);
        return new FixedRow(kind, number, count, before, after, errors.Before, errors.After, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Measures the smoothed masks of a clip.</summary>
    private static async Task<FixMeasures> MeasureAsync(
        Smoothing.Clip clip, MaskPredictor predictor, IReadOnlyList<int> given, bool uses)
    {
        var truths = clip.Truths!.Select(truth => Sized(truth, predictor)).ToArray();
        var smoothing = new SmoothingStage(MaskNormalization.Auto, predictor.Description.Output, new SmoothingOptions());
        var masks = new List<float[]>();
        await foreach (var frame in smoothing.RunAsync(PredictAsync(clip, predictor, uses ? given : [])).ConfigureAwait(false))
        {
            masks.Add(frame.Mask.Values.ToArray());
            frame.Input.Dispose();
            frame.Mask.Dispose();
        }

        var others = Enumerable.Range(0, masks.Count).Except(given).ToArray();
        return new FixMeasures(
            others.Average(i => IntersectionOverUnion.Of(masks[i], truths[i])),
            TemporalMeasures.MeanAbsoluteDifference([.. others.Select(i => masks[i])], [.. others.Select(i => truths[i])]),
            TemporalMeasures.TemporalDifference(masks, truths, [.. clip.Cuts, .. given, .. given.Select(i => i + 1)]));
    }

    private static async IAsyncEnumerable<MaskedFrame> PredictAsync(
        Smoothing.Clip clip, MaskPredictor predictor, IReadOnlyList<int> given)
    {
        var cuts = new SceneCuts();
        foreach (var (index, frame) in clip.Frames.Index())
        {
            var input = predictor.ToInput(frame);
            var mask = (await predictor.PredictInputsAsync([input]).ConfigureAwait(false))[0];
            yield return new MaskedFrame(frame, input, mask)
            {
                StartsScene = cuts.StartsWith(input),
                Given = given.Contains(index) ? new GivenMask(Bytes(clip.Truths![index])) : null,
            };
        }
    }

    /// <summary>What a model learns from, as in a run of the program.</summary>
    private async Task<LearningSet> ExamplesAsync(Smoothing.Clip clip, IReadOnlyList<int> given)
    {
        var cuts = new SceneCuts();
        var scenes = new List<int>();
        foreach (var frame in clip.Frames)
        {
            using var input = predictor.ToInput(frame);
            scenes.Add((scenes.Count > 0 ? scenes[^1] : 0) + (cuts.StartsWith(input) ? 1 : 0));
        }

        CorrectedFrame[] corrected = [.. given.Select(index => new CorrectedFrame(index, Bytes(clip.Truths![index])))];
        return await LearningSet.MakeAsync(
            [
                .. corrected.Select(frame => new LearningFrame(clip.Frames[(int)frame.Index], scenes[(int)frame.Index], frame.Mask)),
                .. ClipFixer.AnchorsBetween(corrected, clip.Frames.Count)
                    .Select(index => new LearningFrame(clip.Frames[(int)index], scenes[(int)index], null)),
            ],
            predictor,
            CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>A mask as the picture that a user would paint.</summary>
    private static OpenCvSharp.Mat Bytes(Mask mask)
    {
        using var view = FrameMat.Of(mask);
        var bytes = new OpenCvSharp.Mat();
        view.Mat.ConvertTo(bytes, OpenCvSharp.MatType.CV_8UC1, byte.MaxValue);
        return bytes;
    }

    private static float[] Sized(Mask truth, MaskPredictor predictor)
    {
        var size = predictor.Facts.SizeFor(truth.Width, truth.Height);
        using var small = new Mask(size.Width, size.Height);
        using var from = FrameMat.Of(truth);
        using var to = FrameMat.Of(small);
        OpenCvSharp.Cv2.Resize(from.Mat, to.Mat, to.Mat.Size(), interpolation: OpenCvSharp.InterpolationFlags.Area);
        return small.Values.ToArray();
    }
}
