using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace U2Video.Reporting;

/// <summary>The look that all plots share.</summary>
internal static class PlotStyle
{
    private const float TextSize = 14;
    private const float ThinLine = 1;
    private const float MiddleLine = 1.5f;
    private const float ThickLine = 2.5f;
    private const byte ThinAlpha = 80;

    // Blue and orange can be distinguished by color-blind readers and in print.
    public static Color Blue { get; } = Color.FromHex("#1f6fb4");

    public static Color Orange { get; } = Color.FromHex("#d9691e");

    public static Color Green { get; } = Color.FromHex("#2a8a5c");

    private static Color Ink { get; } = Color.FromHex("#333333");

    /// <summary>An empty plot.</summary>
    public static Plot Create(string title, string horizontal, string vertical)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.Color(Ink);
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Color.FromHex("#e6e6e6");
        plot.Title(title, size: 17);
        plot.XLabel(horizontal, TextSize);
        plot.YLabel(vertical, TextSize);
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = TextSize - 1;
        }

        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        ReportFont.Apply(plot);
        return plot;
    }

    /// <summary>Draws measured values thin, so that they are a background.</summary>
    public static void AddThin(this Plot plot, double[] x, double[] y, Color color, string? name = null)
    {
        var line = plot.Add.SignalXY(x, y, color.WithAlpha(ThinAlpha));
        line.LineWidth = ThinLine;
        line.LegendText = name ?? "";
    }

    /// <summary>Draws a curve to compare with.</summary>
    public static void AddMiddle(this Plot plot, double[] x, double[] y, Color color, string name) =>
        plot.AddLine(x, y, color, MiddleLine, name);

    /// <summary>Draws a curve to be read.</summary>
    public static void AddThick(this Plot plot, double[] x, double[] y, Color color, string? name = null) =>
        plot.AddLine(x, y, color, ThickLine, name);

    private static void AddLine(this Plot plot, double[] x, double[] y, Color color, float width, string? name)
    {
        var line = plot.Add.Scatter(x, y, color);
        line.LineWidth = width;
        // A line of one point is nothing.
        line.MarkerSize = x.Length == 1 ? 3 * width : 0;
        line.LegendText = name ?? "";
    }

    /// <summary>Draws a few values as points.</summary>
    public static void AddPoints(this Plot plot, double[] x, double[] y, Color color, float size = 5, string? name = null)
    {
        var points = plot.Add.ScatterPoints(x, y, color);
        points.MarkerSize = size;
        points.LegendText = name ?? "";
    }

    /// <summary>Shows what the colors mean.</summary>
    public static void AddLegend(this Plot plot, Alignment where)
    {
        var legend = plot.ShowLegend(where);
        legend.FontName = ReportFont.Name;
        legend.FontSize = TextSize;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        legend.BackgroundColor = Colors.White.WithAlpha(210);
    }

    /// <summary>Draws plots into rectangles of one picture.</summary>
    /// <returns>A PNG.</returns>
    public static byte[] Render(int width, int height, params IReadOnlyList<(Plot Plot, PixelRect Place)> panels)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Clear(SKColors.White);
        foreach (var (plot, place) in panels)
        {
            // Not onto the surface itself: a plot wipes all that it is drawn on.
            using var panel = SKSurface.Create(new SKImageInfo((int)place.Width, (int)place.Height));
            plot.Render(panel.Canvas, (int)place.Width, (int)place.Height);
            surface.Canvas.DrawSurface(panel, place.Left, place.Top);
        }

        using var picture = surface.Snapshot();
        using var png = picture.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
