using U2Video.Core.Data;

namespace U2Video.Core.Metrics;

/// <summary>One picture of a data set and its measurements.</summary>
public sealed record EvaluatedPicture
{
    internal EvaluatedPicture(TrainingPair pair, int width, int height, PictureMeasures measures, PrecisionRecallCurve curve) =>
        (Pair, Width, Height, Measures, Curve) = (pair, width, height, measures, curve);

    /// <summary>The picture and its ground truth.</summary>
    public TrainingPair Pair { get; }

    /// <summary>The width of the ground truth, at whose size was measured, in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of the ground truth, in pixels.</summary>
    public int Height { get; }

    /// <summary>The measures.</summary>
    public PictureMeasures Measures { get; internal init; }

    /// <summary>Precision and recall at all thresholds.</summary>
    internal PrecisionRecallCurve Curve { get; }
}
