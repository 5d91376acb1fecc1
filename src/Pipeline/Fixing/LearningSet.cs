using OpenCvSharp;
using U2Video.Core.Data.Masks;
using U2Video.Core.Fixing;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Fixing;

/// <summary>
/// What a model learns from: the corrected frames, and anchors, which are other frames of the clip with the model's own masks. In scenes
/// that have a corrected frame, pixels of anchors are ignored where the mask is not certain, and where something was corrected and around
/// that, because the model is certain of its mistakes too. In other scenes, nothing is to change.
/// </summary>
internal sealed class LearningSet : IDisposable
{
    // Masks are certain below and above these values.
    private const double SureBackground = 0.1;
    private const double SureSubject = 0.9;

    // A larger difference from the painted mask is a correction.
    private const double Correction = 0.25;

    // How far around a correction the same thing may be in other frames, as a share of the mask's side.
    private const double Reach = 0.15;

    private LearningSet(IReadOnlyList<FixExample> corrected, IReadOnlyList<FixExample> anchors) =>
        (Corrected, Anchors) = (corrected, anchors);

    /// <summary>The corrected frames.</summary>
    public IReadOnlyList<FixExample> Corrected { get; }

    /// <summary>The anchors.</summary>
    public IReadOnlyList<FixExample> Anchors { get; }

    /// <summary>Makes the examples.</summary>
    /// <param name="frames">The frames; they stay the caller's.</param>
    /// <param name="predictor">The model before it learns.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task<LearningSet> MakeAsync(
        IReadOnlyList<LearningFrame> frames, MaskPredictor predictor, CancellationToken cancellation)
    {
        var (corrected, anchors) = (new List<FixExample>(), new List<FixExample>());
        var changes = new Dictionary<int, Mat>();
        try
        {
            foreach (var frame in frames.Where(frame => frame.Mask is not null))
            {
                using var bytes = new Mat();
                frame.Mask!.ConvertTo(bytes, MatType.CV_8UC1, (double)byte.MaxValue / frame.Mask.LargestSample());
                corrected.Add(FixExample.Of(frame.Picture, bytes, predictor.Facts.SizeFor(bytes.Cols, bytes.Rows)));
                await AddChangeAsync(changes, frame.Scene, corrected[^1], predictor, cancellation).ConfigureAwait(false);
            }

            foreach (var frame in frames.Where(frame => frame.Mask is null))
            {
                anchors.Add(await AnchorAsync(frame, changes, predictor, cancellation).ConfigureAwait(false));
            }

            return new LearningSet(corrected, anchors);
        }
        catch
        {
            new LearningSet(corrected, anchors).Dispose();
            throw;
        }
        finally
        {
            foreach (var change in changes.Values)
            {
                change.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var example in Corrected.Concat(Anchors))
        {
            example.Dispose();
        }
    }

    // Adds where a painted mask differs from the model's to what was changed in its scene, and what is around that.
    private static async Task AddChangeAsync(
        Dictionary<int, Mat> changes, int scene, FixExample example, MaskPredictor predictor, CancellationToken cancellation)
    {
        using var mask = await PredictAsync(example.Input, predictor, cancellation).ConfigureAwait(false);
        using var found = FrameMat.Of(mask);
        using var truth = Mat.FromPixelData(mask.Height, mask.Width, MatType.CV_32FC1, example.Truth());
        using var difference = new Mat();
        Cv2.Absdiff(found.Mat, truth, difference);
        using var change = new Mat();
        Cv2.InRange(difference, Scalar.All(Correction), Scalar.All(1), change);
        var side = (2 * (int)(Reach * Math.Min(change.Cols, change.Rows))) + 1;
        using var around = Cv2.GetStructuringElement(MorphShapes.Ellipse, new Size(side, side));
        var wide = change.Dilate(around);
        if (changes.TryGetValue(scene, out var known))
        {
            Cv2.BitwiseOr(known, wide, known);
            wide.Dispose();
        }
        else
        {
            changes.Add(scene, wide);
        }
    }

    private static async Task<FixExample> AnchorAsync(
        LearningFrame frame, Dictionary<int, Mat> changes, MaskPredictor predictor, CancellationToken cancellation)
    {
        using var input = predictor.ToInput(frame.Picture);
        using var mask = await PredictAsync(input, predictor, cancellation).ConfigureAwait(false);
        using var values = FrameMat.Of(mask);
        using var bytes = new Mat();
        values.Mat.ConvertTo(bytes, MatType.CV_8UC1, byte.MaxValue);
        if (changes.TryGetValue(frame.Scene, out var change))
        {
            using var ignored = new Mat();
            Cv2.InRange(values.Mat, Scalar.All(SureBackground), Scalar.All(SureSubject), ignored);
            Cv2.BitwiseOr(ignored, change, ignored);
            MaskPlanes.Ignore(bytes, ignored);
        }

        return FixExample.Of(frame.Picture, bytes, new InputSize(mask.Width, mask.Height));
    }

    private static async Task<Mask> PredictAsync(Frame input, MaskPredictor predictor, CancellationToken cancellation) =>
        (await predictor.PredictInputsAsync([input], OutputNormalization.None, cancellation).ConfigureAwait(false))[0];
}
