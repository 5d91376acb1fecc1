using System.Globalization;
using U2Video.Pipeline.Checking;

namespace U2Video.Benchmarks.Doubt;

/// <summary>A frame whose truth is known.</summary>
/// <param name="Half">Which half of the people it shows: 0 is for calibration, 1 for validation.</param>
/// <param name="Kind">The kind of clip.</param>
/// <param name="Clip">The clip's number.</param>
/// <param name="Index">The frame's index in its clip.</param>
/// <param name="Error">1 − IoU of the smoothed mask, 0…1.</param>
/// <param name="Signs">What speaks against the mask.</param>
internal sealed record MeasuredFrame(int Half, string Kind, int Clip, int Index, double Error, FrameSigns Signs)
{
    private const char Separator = ';';
    private const int Others = 7;

    /// <summary>The heading of a table.</summary>
    public static string Heading => string.Join(
        Separator,
        (string[])["half", "kind", "clip", "index", "error", "scene", "area", .. FrameSigns.All.Select(sign => sign.ToString())]);

    /// <summary>A line of the table.</summary>
    public string Line => string.Join(
        Separator,
        (string[])
        [
            $"{Half}", Kind, $"{Clip}", $"{Index}", Text(Error), Signs.StartsScene ? "1" : "0", Text(Signs.Area),
            .. FrameSigns.All.Select(sign => Text(Signs[sign])),
        ]);

    /// <summary>Reads a line.</summary>
    public static MeasuredFrame Parse(string line)
    {
        var cells = line.Split(Separator);
        var signs = new FrameSigns { StartsScene = cells[5] == "1", Area = Number(cells[6]) };
        foreach (var sign in FrameSigns.All)
        {
            signs[sign] = Number(cells[Others + (int)sign]);
        }

        return new MeasuredFrame((int)Number(cells[0]), cells[1], (int)Number(cells[2]), (int)Number(cells[3]), Number(cells[4]), signs);
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
