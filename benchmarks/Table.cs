namespace U2Video.Benchmarks;

/// <summary>Prints a table for people and for Markdown, a row as soon as it is measured.</summary>
internal sealed class Table
{
    private readonly int[] _widths;

    /// <summary>Prints the headings.</summary>
    /// <param name="columns">Headings, and how wide cells are; the first column is flush left, the others flush right.</param>
    public Table(params IReadOnlyList<(string Heading, int Width)> columns)
    {
        _widths = [.. columns.Select(column => Math.Max(column.Width, column.Heading.Length))];
        Row([.. columns.Select(column => column.Heading)]);
        Console.WriteLine(
            $"|{string.Join('|', _widths.Select((width, i) => i == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":"))}|");
    }

    /// <summary>Prints a row. Cells that are missing at its end are empty.</summary>
    public void Row(params IReadOnlyList<string> cells) => Console.WriteLine(
        $"| {string.Join(" | ", _widths.Select((width, i) => i >= cells.Count ? new string(' ', width)
            : i == 0 ? cells[i].PadRight(width) : cells[i].PadLeft(width)))} |");
}
