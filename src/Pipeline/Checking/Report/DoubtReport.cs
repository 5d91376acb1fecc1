using System.Globalization;
using System.Net;
using System.Text;

namespace U2Video.Pipeline.Checking.Report;

/// <summary>The report of a check: one page that needs no other file and no script, in the reader's light or dark colors.</summary>
internal static class DoubtReport
{
    private const string Style = """
        :root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --edge: #e0e2e6; --text: #2b2e33; --pale: #666b73;
          --doubt: #d9691e; --moment: #d9691e33; --code: #eef0f3; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #16181b; --card: #212429; --edge: #363b42; --text: #e4e6e9; --pale: #a0a6ae;
            --doubt: #f08a45; --moment: #f08a4540; --code: #2b2f35; }
        }
        * { box-sizing: border-box; }
        body { font: 16px/1.5 system-ui, "Segoe UI", "Open Sans", "DejaVu Sans", sans-serif; color: var(--text);
          background: var(--page); margin: 0; }
        main { max-width: 1000px; margin: 0 auto; padding: 20px 14px 40px; }
        h1 { font-size: 26px; margin: 0; overflow-wrap: anywhere; }
        p { margin: 4px 0 16px; color: var(--pale); overflow-wrap: anywhere; }
        section, article { background: var(--card); border: 1px solid var(--edge); border-radius: 8px; padding: 14px; margin: 0 0 16px; }
        h2 { font-size: 18px; margin: 0 0 8px; display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; }
        h2 b { background: var(--doubt); color: #fff; border-radius: 12px; padding: 0 9px; font-size: 15px; }
        h2 span { font-size: 14px; font-weight: 400; color: var(--pale); }
        article p { margin: 0 0 8px; color: var(--text); }
        img { width: 100%; max-width: 724px; height: auto; display: block; border-radius: 4px; }
        code { display: block; margin: 10px 0 0; padding: 8px 10px; font-size: 13px; background: var(--code); border-radius: 4px;
          overflow-x: auto; white-space: nowrap; }
        svg { display: block; width: 100%; height: 140px; }
        .numbers { position: relative; height: 26px; }
        .numbers a { position: absolute; transform: translateX(-50%); color: var(--doubt); font-weight: 600; font-size: 14px;
          text-decoration: none; padding: 0 4px; }
        .times { display: flex; justify-content: space-between; font-size: 13px; color: var(--pale); padding-top: 4px; }
        .doubt { fill: var(--doubt); }
        .moment { fill: var(--moment); }
        .line { stroke: var(--edge); stroke-width: 1; vector-effect: non-scaling-stroke; fill: none; }
        """;

    /// <summary>Makes the page.</summary>
    /// <returns>HTML that is XML as well, to be stored as UTF-8.</returns>
    public static string Render(DoubtPage page)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>Check of {Escape(page.Title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            <h1>{Escape(page.Title)}</h1>
            <p>{Escape(page.Summary)}</p>
            <section>
            <h2>Doubt over time <span>0 at the bottom, 1 at the top: the error to be expected, 1 − IoU</span></h2>
            {DoubtTimeline.Render(page)}</section>

            """);
        for (var i = 0; i < page.Cards.Count; i++)
        {
            AppendCard(html, i + 1, page.Cards[i]);
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendCard(StringBuilder html, int number, DoubtCard card) => html.Append(CultureInfo.InvariantCulture, $"""
        <article id="moment{number}">
        <h2><b>{number}</b> {Escape(card.Time)} <span>{Escape(card.Frames)}, doubt {card.Doubt:F3}</span></h2>
        <p>{Escape(card.Why)}</p>
        <img alt="The frame with the mask's outline, and the cut-out" src="data:image/jpeg;base64,{Convert.ToBase64String(card.Jpeg)}"/>
        <code>{Escape(card.Command)}</code>
        </article>

        """);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
