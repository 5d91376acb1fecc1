using System.Globalization;
using System.Text;

namespace U2Video.Core.Metrics;

/// <summary>
/// Writes an evaluation as a table for spreadsheets: one line per picture, comma-separated by RFC 4180, with invariant numbers.
/// </summary>
internal static class EvaluationCsv
{
    private static readonly string[] Columns =
        ["data", "name", "width", "height", "mae", "iou", "max_f", "adaptive_f", "s_measure", "boundary_f"];

    /// <summary>The whole text, with a line of headings.</summary>
    public static string Format(EvaluationReport report)
    {
        var text = new StringBuilder();
        AppendLine(text, Columns);
        foreach (var set in report.DataSets)
        {
            foreach (var picture in set.Pictures)
            {
                var measures = picture.Measures;
                double[] figures =
                [
                    measures.MeanAbsoluteError, measures.IntersectionOverUnion, measures.MaxF, measures.AdaptiveF,
                    measures.StructureMeasure, measures.BoundaryF,
                ];
                AppendLine(
                    text,
                    [
                        Quote(set.Name), Quote(picture.Pair.Name),
                        picture.Width.ToString(CultureInfo.InvariantCulture), picture.Height.ToString(CultureInfo.InvariantCulture),
                        .. figures.Select(figure => figure.ToString("F6", CultureInfo.InvariantCulture)),
                    ]);
            }
        }

        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields).Append("\r\n");

    private static string Quote(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
