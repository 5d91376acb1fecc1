using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Pipeline.Checking;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Benchmarks.Doubt;

/// <summary>Runs the network over generated clips and writes each frame's signs of doubt with its true error.</summary>
internal static class Measurement
{
    private const int FramesInClip = 16;

    /// <summary>Writes the table, clip by clip. A table that is there already is continued.</summary>
    /// <param name="folders">Data sets from which clips are generated; every other person is for calibration.</param>
    /// <param name="clipsOfAKind">Clips of each kind and half.</param>
    /// <param name="predictor">The network.</param>
    /// <param name="path">The table.</param>
    public static async Task RunAsync(IEnumerable<string> folders, int clipsOfAKind, MaskPredictor predictor, string path)
    {
        var done = File.Exists(path) ? File.ReadLines(path).Skip(1).Select(MeasuredFrame.Parse).ToList() : [];
        var seen = done.Select(frame => (frame.Half, frame.Kind, frame.Clip)).ToHashSet();
        if (done.Count == 0)
        {
            await File.WriteAllLinesAsync(path, [MeasuredFrame.Heading]).ConfigureAwait(false);
        }

        Cutout[] people = [.. folders.SelectMany(Cutout.HeldOut)];
        for (var number = 1; number <= clipsOfAKind; number++)
        {
            for (var half = 0; half < 2; half++)
            {
                var generator = new ClipGenerator([.. people.Where((_, index) => index % 2 == half)], FramesInClip);
                foreach (var (kind, clip) in DoubtClips.Make(generator, (2 * number) + half))
                {
                    if (!seen.Contains((half, kind, number)))
                    {
                        var frames = await MeasureAsync(clip, predictor).ConfigureAwait(false);
                        await File.AppendAllLinesAsync(
                            path,
                            frames.Select((frame, i) => new MeasuredFrame(half, kind, number, i, frame.Error, frame.Signs).Line))
                            .ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private static async Task<IEnumerable<(double Error, FrameSigns Signs)>> MeasureAsync(Smoothing.Clip clip, MaskPredictor predictor)
    {
        using var signs = new ClipSigns();
        var smoothing = new SmoothingStage(MaskNormalization.Auto, predictor.Description.Output, new SmoothingOptions());
        var errors = new List<double>();
        await foreach (var smooth in smoothing.RunAsync(LookAsync(clip, predictor, smoothing, signs)).ConfigureAwait(false))
        {
            using (smooth)
            {
                using var truth = new Mask(smooth.Mask.Width, smooth.Mask.Height);
                using (var from = FrameMat.Of(clip.Truths![errors.Count]))
                using (var to = FrameMat.Of(truth))
                {
                    OpenCvSharp.Cv2.Resize(from.Mat, to.Mat, to.Mat.Size(), interpolation: OpenCvSharp.InterpolationFlags.Area);
                }

                errors.Add(1 - IntersectionOverUnion.Of(smooth.Mask.Values, truth.Values));
            }
        }

        return errors.Zip(signs.Finish());
    }

    private static async IAsyncEnumerable<MaskedFrame> LookAsync(
        Smoothing.Clip clip, MaskPredictor predictor, SmoothingStage smoothing, ClipSigns signs)
    {
        var cuts = new SceneCuts();
        var passes = new PassDisagreement(predictor, smoothing.PerFrame);
        using var filter = smoothing.CreateFilter();
        foreach (var frame in clip.Frames)
        {
            var input = predictor.ToInput(frame);
            var mask = (await predictor.PredictInputsAsync([input], smoothing.PerFrame, CancellationToken.None).ConfigureAwait(false))[0];
            var masked = new MaskedFrame(frame, input, mask) { StartsScene = cuts.StartsWith(input) };
            var disagreement = await passes.NextAsync(input, mask, masked.StartsScene, CancellationToken.None).ConfigureAwait(false);
            using var copy = new Mask(mask.Width, mask.Height);
            mask.Values.CopyTo(copy.Values);
            var looked = masked with { Mask = copy };
            filter.Apply(looked);
            signs.Add(looked, disagreement);
            yield return masked;
        }
    }
}
