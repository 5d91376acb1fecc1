using System.Globalization;
using System.Text;

namespace U2Video.Pipeline.Checking.Report;

/// <summary>
/// Draws the doubt over time as SVG. Only shapes are in it, stretched to the page's width; numbers and times are text of the page above and
/// below, so that they stay readable on a phone.
/// </summary>
internal static class DoubtTimeline
{
    private const int Width = 1000;
    private const int Height = 100;

    // A moment of one frame in a long clip is still seen.
    private const double LeastWidth = 3;

    // More columns than that are not seen; each shows the largest doubt of its frames.
    private const int MostColumns = 500;

    private const int Labels = 5;

    /// <summary>The timeline as HTML.</summary>
    public static string Render(DoubtPage page)
    {
        var html = new StringBuilder("<div class=\"timeline\">\n<div class=\"numbers\">");
        var culture = CultureInfo.InvariantCulture;
        for (var i = 0; i < page.Cards.Count; i++)
        {
            var middle = (Place(page.Cards[i].First) + Place(page.Cards[i].Last + 1)) / 2;
            html.Append(culture, $"<a href=\"#moment{i + 1}\" style=\"left: {100 * middle / Width:0.##}%\">{i + 1}</a>");
        }

        html.Append(culture, $"</div>\n<svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" ");
        html.Append("aria-label=\"Doubt over time\">\n");
        foreach (var card in page.Cards)
        {
            var (left, right) = (Place(card.First), Place(card.Last + 1));
            html.Append(culture, $"<rect class=\"moment\" x=\"{left:0.##}\" y=\"0\" ");
            html.Append(culture, $"width=\"{Math.Max(LeastWidth, right - left):0.##}\" height=\"{Height}\"/>\n");
        }

        foreach (var line in new[] { 0.25, 0.5, 0.75 })
        {
            html.Append(culture, $"<path class=\"line\" d=\"M0 {Height * (1 - line)}H{Width}\"/>\n");
        }

        html.Append(culture, $"<path class=\"doubt\" d=\"{Outline(page.Doubts)}\"/>\n</svg>\n<div class=\"times\">");
        for (var i = 0; i < Labels; i++)
        {
            var index = (int)Math.Round(i * (page.Doubts.Count - 1) / (Labels - 1.0));
            html.Append(culture, $"<span>{Text(page.Doubts[index].Time)}</span>");
        }

        return html.Append("</div>\n</div>\n").ToString();

        double Place(int frame) => (double)Width * frame / page.Doubts.Count;
    }

    private static string Text(TimeSpan time) =>
        time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : time.TotalMinutes >= 1 ? @"m\:ss" : @"m\:ss\.f", CultureInfo.InvariantCulture);

    // Steps: a frame's doubt holds as long as it is shown.
    private static string Outline(IReadOnlyList<(TimeSpan Time, double Doubt)> doubts)
    {
        var columns = Math.Min(MostColumns, doubts.Count);
        var path = new StringBuilder($"M0 {Height}");
        for (var column = 0; column < columns; column++)
        {
            var (first, end) = (column * doubts.Count / columns, (column + 1) * doubts.Count / columns);
            var largest = doubts.Skip(first).Take(end - first).Max(frame => frame.Doubt);
            path.Append(CultureInfo.InvariantCulture, $"V{Height * (1 - largest):0.##}H{(double)Width * (column + 1) / columns:0.##}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"V{Height}Z").ToString();
    }
}
