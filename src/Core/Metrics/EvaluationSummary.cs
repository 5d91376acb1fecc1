namespace U2Video.Core.Metrics;

/// <summary>
/// The measurements of many pictures. All but <see cref="MaxF"/> are the means of the pictures' measures, each counted once.
/// </summary>
/// <param name="Pictures">The number of pictures.</param>
/// <param name="MeanAbsoluteError">Mean of <see cref="Metrics.MeanAbsoluteError"/>, 0…1; best at 0.</param>
/// <param name="MeanIntersectionOverUnion">Mean of <see cref="IntersectionOverUnion"/>, 0…1.</param>
/// <param name="MaxF">
/// The largest F-beta on the mean <see cref="PrecisionRecallCurve"/>, 0…1. It has one threshold for all pictures, so it may differ
/// from the mean of the pictures' own largest values.
/// </param>
/// <param name="ThresholdOfMaxF">The threshold of that value, 0…1.</param>
/// <param name="MeanAdaptiveF">Mean of <see cref="AdaptiveFMeasure"/>, 0…1.</param>
/// <param name="MeanStructureMeasure">Mean of <see cref="StructureMeasure"/>, 0…1.</param>
/// <param name="MeanBoundaryF">Mean of <see cref="BoundaryFMeasure"/>, 0…1.</param>
public sealed record EvaluationSummary(
    int Pictures,
    double MeanAbsoluteError,
    double MeanIntersectionOverUnion,
    double MaxF,
    double ThresholdOfMaxF,
    double MeanAdaptiveF,
    double MeanStructureMeasure,
    double MeanBoundaryF)
{
    /// <summary>Summarizes pictures.</summary>
    /// <param name="pictures">The pictures, at least one.</param>
    public static EvaluationSummary Of(IReadOnlyCollection<EvaluatedPicture> pictures)
    {
        var curve = PrecisionRecallCurve.Mean([.. pictures.Select(picture => picture.Curve)]);
        return new EvaluationSummary(
            pictures.Count,
            Mean(measures => measures.MeanAbsoluteError),
            Mean(measures => measures.IntersectionOverUnion),
            curve.MaxF,
            curve.ThresholdOfMaxF,
            Mean(measures => measures.AdaptiveF),
            Mean(measures => measures.StructureMeasure),
            Mean(measures => measures.BoundaryF));

        double Mean(Func<PictureMeasures, double> measure) => pictures.Average(picture => measure(picture.Measures));
    }
}
