using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace U2Video.Core.Metrics;

/// <summary>Writes an evaluation for programs.</summary>
internal static class EvaluationJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // A model with a broken weight gives NaN, which is also a result to report.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // The JSON is for files and pipes and not for web pages, so names need not be escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// One object: <c>model</c>, <c>size</c> (a text: a side, width x height, or auto), the <c>summary</c> over all pictures, and
    /// <c>data_sets</c>, each with its name, summary and <c>pictures</c>.
    /// </summary>
    public static string Format(EvaluationReport report) => JsonSerializer.Serialize(
        new
        {
            report.Model,
            Size = report.Size.ToString(),
            Summary = Summarize(report.Summary),
            DataSets = report.DataSets.Select(set => new
            {
                Data = set.Name,
                Summary = Summarize(set.Summary),
                Pictures = set.Pictures.Select(Describe),
            }),
        },
        Options);

    private static object Summarize(EvaluationSummary summary) => new
    {
        summary.Pictures,
        Mae = summary.MeanAbsoluteError,
        Iou = summary.MeanIntersectionOverUnion,
        summary.MaxF,
        MaxFThreshold = summary.ThresholdOfMaxF,
        AdaptiveF = summary.MeanAdaptiveF,
        SMeasure = summary.MeanStructureMeasure,
        BoundaryF = summary.MeanBoundaryF,
    };

    private static object Describe(EvaluatedPicture picture) => new
    {
        picture.Pair.Name,
        Image = picture.Pair.ImagePath,
        Mask = picture.Pair.MaskPath,
        picture.Width,
        picture.Height,
        Mae = picture.Measures.MeanAbsoluteError,
        Iou = picture.Measures.IntersectionOverUnion,
        picture.Measures.MaxF,
        picture.Measures.AdaptiveF,
        SMeasure = picture.Measures.StructureMeasure,
        picture.Measures.BoundaryF,
    };
}
