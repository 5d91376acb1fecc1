using U2Video.Core.Data;

namespace U2Video.Core.Metrics;

/// <summary>One picture of a data set and its measurements.</summary>
/// <param name="Pair">The picture and its ground truth.</param>
/// <param name="Width">The width of the ground truth, at whose size was measured, in pixels.</param>
/// <param name="Height">The height of the ground truth, in pixels.</param>
/// <param name="Measures">The measures.</param>
/// <param name="Curve">Precision and recall at all thresholds.</param>
public sealed record EvaluatedPicture(TrainingPair Pair, int Width, int Height, PictureMeasures Measures, PrecisionRecallCurve Curve);
