using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Benchmarks.Fix;

/// <summary>What the masks of a clip are worth, without its given frames.</summary>
/// <param name="Overlap">The mean IoU.</param>
/// <param name="Difference">MAD, in thousandths.</param>
/// <param name="Temporal">dtSSD, in hundredths.</param>
internal sealed record FixMeasures(double Overlap, double Difference, double Temporal);

/// <summary>Learns from the truth of some frames of a clip and measures the others.</summary>
internal static class FixMeasurement
{
    /// <summary>The frames that are given: in the middle of as many equal parts of the clip.</summary>
    public static IReadOnlyList<int> Given(int frames, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (int)((i + 0.5) * frames / count))];

    /// <summary>Measures the smoothed masks of a clip.</summary>
    public static async Task<FixMeasures> MeasureAsync(
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

    /// <summary>A mask as the picture that a user would paint.</summary>
    public static OpenCvSharp.Mat Bytes(Mask mask)
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
