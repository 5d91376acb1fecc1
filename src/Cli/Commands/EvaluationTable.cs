using System.Globalization;
using U2Video.Core.Metrics;

namespace U2Video.Cli.Commands;

/// <summary>What an evaluation found, in a line for each data set and, where there are several, one for all.</summary>
internal static class EvaluationTable
{
    private static readonly string[] Headings = ["DATA", "PAIRS", "IOU", "MAE", "MAX F", "ADAPTIVE F", "S-MEASURE", "BOUNDARY F"];

    /// <summary>The lines, columns aligned.</summary>
    public static IEnumerable<string> Format(EvaluationReport report)
    {
        List<string[]> rows = [Headings, .. report.DataSets.Select(set => Row(set.Name, set.Summary))];
        if (report.DataSets.Count > 1)
        {
            rows.Add(Row("all", report.Summary));
        }

        return TextTable.Format(rows);
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
