using U2Video.Core.Data;

namespace U2Video.Core.Metrics;

/// <summary>One picture of a data set and what was measured on it.</summary>
/// <param name="Pair">The picture and its true mask.</param>
/// <param name="Width">Of the true mask, at whose size was measured, in pixels.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Measures">The measures.</param>
/// <param name="Curve">Precision and recall at all thresholds.</param>
public sealed record EvaluatedPicture(TrainingPair Pair, int Width, int Height, PictureMeasures Measures, PrecisionRecallCurve Curve);
