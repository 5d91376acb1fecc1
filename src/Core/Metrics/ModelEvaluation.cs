using System.Diagnostics;
using U2Video.Core.Data;
using U2Video.Core.Errors;
using U2Video.Core.Inference;

namespace U2Video.Core.Metrics;

/// <summary>Compares a model's masks with the ground truth, picture by picture, at each picture's own size, by all measures.</summary>
/// <remarks>Safe to call from several threads.</remarks>
public static class ModelEvaluation
{
    /// <summary>Measures the same masks that a clip would get from this predictor.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="pairs">The pictures and their ground truth, at least one.</param>
    /// <param name="progress">Gets the progress after every picture; may be null.</param>
    /// <param name="cancellation">Ends the evaluation, while the network runs or before the next picture.</param>
    /// <returns>The pictures in the order of the pairs.</returns>
    /// <exception cref="InputException">A picture cannot be read.</exception>
    public static async Task<IReadOnlyList<EvaluatedPicture>> RunAsync(
        MaskPredictor predictor,
        IReadOnlyList<TrainingPair> pairs,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var pictures = new List<EvaluatedPicture>(pairs.Count);
        await foreach (var predicted in PredictedPair.AllAsync(predictor, pairs, cancellation).ConfigureAwait(false))
        {
            pictures.Add(Measure(predicted));
            progress?.Report(new EvaluationProgress(pictures.Count, pairs.Count, watch.Elapsed));
        }

        return pictures;
    }

    private static EvaluatedPicture Measure(PredictedPair predicted)
    {
        var (pair, mask, truth) = predicted;
        var (known, trueKnown) = (truth.Known(mask), truth.Known(truth.Values));
        var curve = PrecisionRecallCurve.Of(known, trueKnown);

        // Two measures compare shapes, which need all pixels; for these, ignored pixels are background in both masks.
        var blank = truth.Blank(mask);
        var measures = new PictureMeasures(
            MeanAbsoluteError.Of(known, trueKnown),
            IntersectionOverUnion.Of(known, trueKnown),
            curve.MaxF,
            AdaptiveFMeasure.Of(known, trueKnown),
            StructureMeasure.Of(blank, truth.Values, truth.Width),
            BoundaryFMeasure.Of(blank, truth.Values, truth.Width));
        return new EvaluatedPicture(pair, truth.Width, truth.Height, measures, curve);
    }
}
