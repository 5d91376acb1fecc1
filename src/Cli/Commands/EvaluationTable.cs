using System.Globalization;
using U2Video.Core.Metrics;

namespace U2Video.Cli.Commands;

/// <summary>What an evaluation found, in a line for each data set and, where there are several, one for all.</summary>
internal static class EvaluationTable
{
    private const string Gap = "  ";

    private static readonly string[] Headings = ["DATA", "PAIRS", "IOU", "MAE", "MAX F", "ADAPTIVE F", "S-MEASURE", "BOUNDARY F"];

    /// <summary>The lines, columns aligned.</summary>
    public static IEnumerable<string> Format(EvaluationReport report)
    {
        List<string[]> rows = [Headings, .. report.DataSets.Select(set => Row(set.Name, set.Summary))];
        if (report.DataSets.Count > 1)
        {
            rows.Add(Row("all", report.Summary));
        }

        var widths = Headings.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join(
            Gap, row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
    }

    private static string[] Row(string name, EvaluationSummary summary) =>
    [
        name,
        summary.Pictures.ToString(CultureInfo.InvariantCulture),
        .. new[]
        {
            summary.MeanIntersectionOverUnion, summary.MeanAbsoluteError, summary.MaxF, summary.MeanAdaptiveF,
            summary.MeanStructureMeasure, summary.MeanBoundaryF,
        }.Select(figure => figure.ToString("F4", CultureInfo.InvariantCulture)),
    ];
}
