using System.Globalization;
using OpenCvSharp;

namespace U2Video.Core.Metrics;

/// <summary>A picture with a row for each case: a line of text, and the views below it.</summary>
internal sealed class CaseSheet : IDisposable
{
    private const int Margin = 12;
    private const int Gap = 6;
    private const int Side = 240;
    private const int LineHeight = 24;
    private const int HeaderHeight = (2 * LineHeight) + Margin;

    // For OpenCV's built-in font, whose characters are at most 10 pixels wide.
    private const double FontScale = 0.5;
    private const int LongestName = 44;

    private static readonly Scalar Paper = Scalar.All(250);
    private static readonly Scalar Ink = Scalar.All(30);
    private static readonly Scalar Faint = Scalar.All(120);
    private static readonly Scalar Frame = Scalar.All(225);

    private int _top = Margin + HeaderHeight;
    private int _drawn;

    /// <summary>Creates an empty sheet.</summary>
    /// <param name="pictures">The pictures that will be drawn on it.</param>
    /// <param name="title">The sheet's title.</param>
    public CaseSheet(IEnumerable<EvaluatedPicture> pictures, string title)
    {
        var columns = CasePanels.Titles.Length;
        Canvas = new Mat(
            Margin + HeaderHeight + pictures.Sum(RowHeight) + (Margin / 2), Left(columns) - Gap + Margin, MatType.CV_8UC3, Paper);
        Write(title, Margin, Margin, Ink);
        for (var column = 0; column < columns; column++)
        {
            Write(CasePanels.Titles[column], Left(column), Margin + LineHeight, Faint);
        }

        var legend = Left(columns - 1) + 90;
        Write("too much", legend, Margin + LineHeight, Scalar.FromVec3b(CasePanels.TooMuch));
        Write("missed", legend + 84, Margin + LineHeight, Scalar.FromVec3b(CasePanels.Missed));
    }

    /// <summary>The sheet so far, BGR.</summary>
    public Mat Canvas { get; }

    /// <summary>Draws one case below the previous ones.</summary>
    /// <param name="dataSet">The picture's data set.</param>
    /// <param name="picture">The picture and its figures.</param>
    /// <param name="predicted">The picture's masks.</param>
    public void Draw(string dataSet, EvaluatedPicture picture, PredictedPair predicted)
    {
        var measures = picture.Measures;
        Write(Shorten($"{++_drawn}. {Path.GetFileName(Path.TrimEndingDirectorySeparator(dataSet))}: {picture.Pair.Name}"),
            Margin, _top, Ink);
        Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"IoU {measures.IntersectionOverUnion:F3}   MAE {measures.MeanAbsoluteError:F3}   max F {measures.MaxF:F3}   "
            + $"adaptive F {measures.AdaptiveF:F3}   S {measures.StructureMeasure:F3}   boundary F {measures.BoundaryF:F3}"),
            Left(2),
            _top,
            Ink);
        var views = CasePanels.Of(predicted);
        for (var column = 0; column < views.Count; column++)
        {
            using var view = views[column];
            Place(view, Left(column), _top + LineHeight);
        }

        _top += RowHeight(picture);
    }

    /// <summary>Frees the picture.</summary>
    public void Dispose() => Canvas.Dispose();

    private static int Left(int column) => Margin + (column * (Side + Gap));

    private static int RowHeight(EvaluatedPicture picture) => LineHeight + Fit(picture.Width, picture.Height).Height + Margin;

    // Scaled into a square; the shorter side keeps at least one pixel.
    private static Size Fit(int width, int height)
    {
        var scale = (double)Side / Math.Max(width, height);
        return new Size(Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    private void Place(Mat view, int left, int top)
    {
        var size = Fit(view.Cols, view.Rows);
        Cv2.Rectangle(Canvas, new Rect(left, top, Side, size.Height), Frame, thickness: -1);
        using var fitted = view.Resize(size, interpolation: size.Width < view.Cols ? InterpolationFlags.Area : InterpolationFlags.Cubic);
        using var place = new Mat(Canvas, new Rect(left + ((Side - size.Width) / 2), top, size.Width, size.Height));
        fitted.CopyTo(place);
    }

    private void Write(string text, int left, int top, Scalar color) => Cv2.PutText(
        Canvas, Drawable(text), new Point(left, top + LineHeight - 8), HersheyFonts.HersheySimplex, FontScale, color,
        lineType: LineTypes.AntiAlias);

    private static string Shorten(string text) => text.Length <= LongestName ? text : $"{text[..(LongestName - 3)]}...";

    // The font has only ASCII characters.
    private static string Drawable(string text) =>
        string.Concat(text.Select(character => character is >= ' ' and <= '~' ? character : '?'));
}
