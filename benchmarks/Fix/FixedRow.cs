using System.Globalization;

namespace U2Video.Benchmarks.Fix;

/// <summary>A clip before and after the truth of some of its frames was learned; all figures are of its other frames.</summary>
/// <param name="Kind">The kind of clip.</param>
/// <param name="Number">The clip's number.</param>
/// <param name="Given">How many frames are given.</param>
/// <param name="Before">The masks of the model alone.</param>
/// <param name="After">Those of the learned model, with the given masks.</param>
/// <param name="GivenBefore">The mean absolute error of the model in the given frames, 0…1.</param>
/// <param name="GivenAfter">The same of the learned model.</param>
/// <param name="Processor">The processor time of the learning, in seconds.</param>
internal sealed record FixedRow(
    string Kind, int Number, int Given, FixMeasures Before, FixMeasures After, double GivenBefore, double GivenAfter, double Processor)
{
    private const char Separator = ';';

    /// <summary>The heading of a table.</summary>
    public static string Heading =>
        "kind;clip;given;IoU before;MAD before;dtSSD before;IoU after;MAD after;dtSSD after;given before;given after;processor s";

    /// <summary>The share of 1 − IoU that is gone.</summary>
    public double Gone => 1 - ((1 - After.Overlap) / (1 - Before.Overlap));

    /// <summary>A line of the table.</summary>
    public string Line => string.Join(Separator, (string[])
    [
        Kind, $"{Number}", $"{Given}",
        .. new[]
        {
            Before.Overlap, Before.Difference, Before.Temporal, After.Overlap, After.Difference, After.Temporal, GivenBefore, GivenAfter,
            Processor,
        }.Select(value => value.ToString("G6", CultureInfo.InvariantCulture)),
    ]);

    /// <summary>Reads a line.</summary>
    public static FixedRow Parse(string line)
    {
        var cells = line.Split(Separator);
        double[] values = [.. cells[3..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        return new FixedRow(
            cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture), int.Parse(cells[2], CultureInfo.InvariantCulture),
            new FixMeasures(values[0], values[1], values[2]), new FixMeasures(values[3], values[4], values[5]),
            values[6], values[7], values[8]);
    }
}
