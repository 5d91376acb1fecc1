namespace U2Video.Core.Metrics;

/// <summary>How close one picture's mask is to the ground truth. All values are 0…1, and all but the first are best at 1.</summary>
/// <param name="MeanAbsoluteError">The value of <see cref="Metrics.MeanAbsoluteError"/>; best at 0.</param>
/// <param name="IntersectionOverUnion">The value of <see cref="Metrics.IntersectionOverUnion"/>.</param>
/// <param name="MaxF">The largest F-beta on the picture's own <see cref="PrecisionRecallCurve"/>.</param>
/// <param name="AdaptiveF">The value of <see cref="AdaptiveFMeasure"/>.</param>
/// <param name="StructureMeasure">The value of <see cref="Metrics.StructureMeasure"/>.</param>
/// <param name="BoundaryF">The value of <see cref="BoundaryFMeasure"/>.</param>
public sealed record PictureMeasures(
    double MeanAbsoluteError, double IntersectionOverUnion, double MaxF, double AdaptiveF, double StructureMeasure, double BoundaryF)
{
    /// <summary>Compares two masks by all measures.</summary>
    /// <param name="mask">The mask, 0…1, row by row.</param>
    /// <param name="truth">The true mask, 0…1, of the same size.</param>
    /// <param name="width">The length of a row.</param>
    /// <exception cref="ArgumentException">The masks are empty or differ in length, or do not consist of whole rows.</exception>
    public static PictureMeasures Of(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, int width) => new(
        Metrics.MeanAbsoluteError.Of(mask, truth),
        Metrics.IntersectionOverUnion.Of(mask, truth),
        PrecisionRecallCurve.Of(mask, truth).MaxF,
        AdaptiveFMeasure.Of(mask, truth),
        Metrics.StructureMeasure.Of(mask, truth, width),
        BoundaryFMeasure.Of(mask, truth, width));
}
