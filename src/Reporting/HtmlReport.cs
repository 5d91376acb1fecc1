using System.Globalization;
using System.Net;
using System.Text;

namespace U2Video.Reporting;

/// <summary>Puts a run on one page that needs no other file: pictures are embedded, and there are no scripts.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light; }
        body { font: 16px/1.5 system-ui, "Segoe UI", "Open Sans", "DejaVu Sans", sans-serif; color: #333; background: #f4f5f7; margin: 0; }
        main { max-width: 1000px; margin: 0 auto; padding: 24px 16px 48px; }
        h1 { font-size: 28px; margin: 8px 0 0; overflow-wrap: anywhere; }
        h2 { font-size: 20px; margin: 0 0 12px; }
        p.state { margin: 4px 0 20px; color: #666; }
        section { background: #fff; border: 1px solid #e0e2e6; border-radius: 8px; padding: 20px; margin: 0 0 20px; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; margin: 0; }
        .figures div { background: #f4f5f7; border-radius: 6px; padding: 10px 14px; }
        .figures dt { font-size: 13px; color: #666; }
        .figures dd { margin: 0; font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th, td { padding: 5px 10px; border-bottom: 1px solid #eceef1; text-align: right; vertical-align: top; }
        td { font-variant-numeric: tabular-nums; }
        thead th { position: sticky; top: 0; background: #fff; border-bottom: 2px solid #d5d8dd; }
        .settings th { width: 30%; font-weight: 500; color: #666; }
        .settings th, .settings td { text-align: left; overflow-wrap: anywhere; }
        tr.best td { background: #fdf1e8; font-weight: 600; }
        .scroll { max-height: 480px; overflow: auto; }
        @media print { .scroll { max-height: none; } }
        img { max-width: 100%; height: auto; display: block; margin: 0 auto 12px; }
        """;

    /// <summary>Makes the page.</summary>
    /// <param name="title">Its heading, as plain text.</param>
    /// <param name="settings">What the run was started with, as plain text, in order.</param>
    /// <param name="history">The run so far.</param>
    /// <param name="pictures">PNGs in order, each below a heading in plain text.</param>
    /// <returns>HTML, to be stored as UTF-8.</returns>
    public static string Render(
        string title,
        IReadOnlyList<(string Name, string Value)> settings,
        RunHistory history,
        IReadOnlyList<(string Heading, byte[] Png)> pictures)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Escape(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            <h1>{Escape(title)}</h1>
            <p class="state">{State(history)}</p>

            """);
        AppendBest(page, history);
        foreach (var (heading, png) in pictures)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <section>
                <h2>{Escape(heading)}</h2>
                <img alt="{Escape(heading)}" src="data:image/png;base64,{Convert.ToBase64String(png)}">
                </section>

                """);
        }

        AppendEpochs(page, history);
        AppendSettings(page, settings);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string State(RunHistory history) => history.Epochs is [.., var last]
        ? string.Create(CultureInfo.InvariantCulture, $"{last.Epoch} of {last.Epochs} epochs, {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC")
        : "No epoch has ended yet.";

    private static void AppendBest(StringBuilder page, RunHistory history)
    {
        if (history.Best is not { } best)
        {
            return;
        }

        var culture = CultureInfo.InvariantCulture;
        page.Append("<section>\n<h2>Best epoch</h2>\n<dl class=\"figures\">\n");
        Figure("epoch", best.Epoch.ToString(culture));
        Figure("intersection over union", best.HeldOut.MeanIntersectionOverUnion.ToString("F4", culture));
        Figure("mean absolute error", best.HeldOut.MeanAbsoluteError.ToString("F4", culture));
        Figure("validation loss", best.Validation.Sum.ToString("F3", culture));
        Figure("validation pictures", best.HeldOut.Pictures.ToString(culture));
        page.Append("</dl>\n</section>\n");

        void Figure(string name, string value) => page.Append(culture, $"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
    }

    private static void AppendEpochs(StringBuilder page, RunHistory history)
    {
        if (history.Epochs.Count == 0)
        {
            return;
        }

        page.Append("""
            <section>
            <h2>Epochs</h2>
            <div class="scroll">
            <table>
            <thead><tr>
            <th>epoch</th><th>training loss</th><th>validation loss</th><th>fused output</th><th>IoU</th><th>MAE</th>
            <th>learning rate</th><th>pictures/s</th><th>waiting</th>
            </tr></thead>
            <tbody>

            """);
        foreach (var epoch in history.Epochs)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <tr{(epoch == history.Best ? " class=\"best\"" : "")}><td>{epoch.Epoch}</td>
                <td>{epoch.Training.Sum:F3}</td><td>{epoch.Validation.Sum:F3}</td><td>{epoch.Validation.Fused:F4}</td>
                <td>{epoch.HeldOut.MeanIntersectionOverUnion:F4}</td><td>{epoch.HeldOut.MeanAbsoluteError:F4}</td>
                <td>{epoch.LearningRate:0.00e+0}</td><td>{epoch.PicturesPerSecond:F1}</td><td>{100 * epoch.WaitingShare:F0} %</td></tr>

                """);
        }

        page.Append("</tbody>\n</table>\n</div>\n</section>\n");
    }

    private static void AppendSettings(StringBuilder page, IReadOnlyList<(string Name, string Value)> settings)
    {
        page.Append("<section>\n<h2>Settings</h2>\n<table class=\"settings\">\n");
        foreach (var (name, value) in settings)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Escape(name)}</th><td>{Escape(value)}</td></tr>\n");
        }

        page.Append("</table>\n</section>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
