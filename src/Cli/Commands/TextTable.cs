namespace U2Video.Cli.Commands;

/// <summary>Lines whose columns stand below one another.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The lines; the first column is flush left, the others, which are numbers, flush right.</summary>
    /// <param name="rows">The headings, then the others; all of the same length.</param>
    public static IEnumerable<string> Format(IReadOnlyList<string[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join(
            Gap, row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
    }
}
