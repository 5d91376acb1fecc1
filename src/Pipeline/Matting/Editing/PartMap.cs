using OpenCvSharp;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// The connected parts of a matte, on a grid that is coarser than a large frame: finer than what the network sees, and as fast for
/// frames of any size. Every cell of the grid belongs to the part that is nearest, so that soft edges go where their part goes.
/// </summary>
internal sealed class PartMap : IDisposable
{
    // Cells along the longer side, at most.
    private const int LargestGrid = 640;

    // 0 where no part is, and a part's index plus one in its cells.
    private readonly Mat _labels;

    private PartMap(Mat labels, double cellArea, int count)
    {
        (_labels, CellArea) = (labels, cellArea);
        Parts = Measure(count);
    }

    /// <summary>The grid's size in cells.</summary>
    public Size Grid => _labels.Size();

    /// <summary>Pixels of the frame in a cell.</summary>
    public double CellArea { get; }

    /// <summary>The parts, in the order of their indices.</summary>
    public IReadOnlyList<MattePart> Parts { get; }

    /// <summary>The parts where a matte is at least <paramref name="least"/>.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits.</param>
    /// <param name="least">0…1.</param>
    public static PartMap OfSubject(Mat matte, double least) => Of(matte, ThresholdTypes.Binary, least);

    /// <summary>The parts where a matte is below one half.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits.</param>
    public static PartMap OfBackground(Mat matte) => Of(matte, ThresholdTypes.BinaryInv, 0.5);

    /// <summary>A matte on the grid: bytes, each the mean of its cell.</summary>
    public static Mat ToGrid(Mat matte)
    {
        var shrink = Math.Min(1, (double)LargestGrid / Math.Max(matte.Cols, matte.Rows));
        var grid = new Size(Math.Max(1, (int)Math.Round(matte.Cols * shrink)), Math.Max(1, (int)Math.Round(matte.Rows * shrink)));
        using var cells = matte.Resize(grid, interpolation: InterpolationFlags.Area);
        var bytes = new Mat();
        cells.ConvertTo(bytes, MatType.CV_8UC1, (double)byte.MaxValue / matte.LargestSample());
        return bytes;
    }

    /// <summary>The cells of certain parts themselves, without what is only nearest to them.</summary>
    public PartCells CellsOf(Func<MattePart, bool> chosen)
    {
        var isChosen = Chosen(chosen);
        var cells = new PartCells(Grid, Parts.Where(chosen).Select(part => part.Box));
        foreach (var row in cells.Rows)
        {
            var labels = _labels.RowSpan<int>(row)[cells.Box.Left..cells.Box.Right];
            var set = cells.InRow(row);
            for (var i = 0; i < labels.Length; i++)
            {
                set[i] = isChosen[labels[i]];
            }
        }

        return cells;
    }

    /// <summary>How many cells of each part are set in <paramref name="cells"/>, by the part's index.</summary>
    public int[] Overlaps(PartCells cells)
    {
        var overlaps = new int[Parts.Count + 1];
        foreach (var row in cells.Rows)
        {
            var labels = _labels.RowSpan<int>(row)[cells.Box.Left..cells.Box.Right];
            var set = cells.InRow(row);
            for (var i = 0; i < labels.Length; i++)
            {
                overlaps[labels[i]] += set[i] ? 1 : 0;
            }
        }

        return overlaps[1..];
    }

    /// <summary>How many cells of one part belong to certain parts of another map of the same grid.</summary>
    /// <param name="part">The part.</param>
    /// <param name="other">The other map.</param>
    /// <param name="chosen">Its parts, by index.</param>
    public int Overlap(MattePart part, PartMap other, bool[] chosen)
    {
        var (box, label, count) = (part.Box, part.Index + 1, 0);
        for (var row = box.Top; row < box.Bottom; row++)
        {
            var own = _labels.RowSpan<int>(row)[box.Left..box.Right];
            var others = other._labels.RowSpan<int>(row)[box.Left..box.Right];
            for (var i = 0; i < own.Length; i++)
            {
                count += own[i] == label && others[i] > 0 && chosen[others[i] - 1] ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>The part at a place, or next to it within a few cells; null where there is none.</summary>
    /// <param name="x">0…1 of the frame's width.</param>
    /// <param name="y">0…1 of the frame's height.</param>
    /// <param name="reach">How far off it may be, in cells.</param>
    public MattePart? At(double x, double y, double reach)
    {
        if (Parts.Count == 0)
        {
            return null;
        }

        var (column, row) = (Math.Min((int)(x * Grid.Width), Grid.Width - 1), Math.Min((int)(y * Grid.Height), Grid.Height - 1));
        var nearest = NearestParts.Find(_labels, new Rect(default, Grid));
        return nearest.Distances(row)[column] <= reach ? Parts[nearest.Labels(row)[column] - 1] : null;
    }

    /// <summary>Sets all pixels of a matte that belong to certain parts.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits; changed.</param>
    /// <param name="chosen">The parts.</param>
    /// <param name="value">What their pixels become.</param>
    /// <param name="reach">How many cells a pixel is away from its part at most; what is farther belongs to none.</param>
    public void Set(Mat matte, Func<MattePart, bool> chosen, int value, double reach = double.PositiveInfinity)
    {
        var area = AreaOf(chosen, reach);
        if (area is { Width: > 0, Height: > 0 })
        {
            using var cells = new Mat(area.Size, MatType.CV_8UC1, Scalar.All(0));
            Mark(cells, area, area, Chosen(chosen), reach);
            SetCells(matte, cells, area, value);
        }
    }

    /// <summary>Sets all pixels of a matte that belong to certain parts, or to none.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits; changed.</param>
    /// <param name="chosen">The parts.</param>
    /// <param name="value">What the pixels become.</param>
    /// <param name="reach">How many cells a pixel is away from its part at most; what is farther belongs to none.</param>
    public void SetWithRest(Mat matte, Func<MattePart, bool> chosen, int value, double reach = double.PositiveInfinity)
    {
        if (Parts.Count == 0)
        {
            matte.SetTo(new Scalar(value));
            return;
        }

        if (double.IsPositiveInfinity(reach))
        {
            Set(matte, chosen, value);
            return;
        }

        var area = Around(Parts, reach);
        using var own = _labels[area];
        using var isPart = new Mat();
        Cv2.Compare(own, Scalar.All(0), isPart, CmpTypes.GT);
        using var near = Reached(reach);
        using var cells = new Mat();
        Cv2.Dilate(isPart, cells, near);
        Cv2.BitwiseNot(cells, cells);
        if (AreaOf(chosen, reach) is { Width: > 0, Height: > 0 } inner)
        {
            Mark(cells, area, inner, Chosen(chosen), reach);
        }

        SetCells(matte, cells, area, value, setsOthers: true);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _labels.Dispose();

    private static PartMap Of(Mat matte, ThresholdTypes type, double least)
    {
        using var grid = ToGrid(matte);
        using var cells = grid.Threshold(Math.Ceiling(least * byte.MaxValue) - 1, byte.MaxValue, type);
        var labels = new Mat();

        // The algorithm by which OpenCV's distance transform numbers parts, too.
        var count = Cv2.ConnectedComponentsWithAlgorithm(
            cells, labels, PixelConnectivity.Connectivity8, MatType.CV_32SC1, ConnectedComponentsAlgorithmsTypes.WU);
        return new PartMap(labels, (double)matte.Cols * matte.Rows / (grid.Cols * grid.Rows), count - 1);
    }

    // Run by run, because a row has few of them.
    private MattePart[] Measure(int count)
    {
        var measures = new PartMeasure[count + 1];
        for (var row = 0; row < Grid.Height; row++)
        {
            var labels = _labels.RowSpan<int>(row);
            for (var column = 0; column < labels.Length;)
            {
                var run = labels[column..].IndexOfAnyExcept(labels[column]);
                var end = run < 0 ? labels.Length : column + run;
                measures[labels[column]].Add(row, column, end);
                column = end;
            }
        }

        return [.. measures.Skip(1).Select((measure, index) => measure.ToPart(index, CellArea))];
    }

    // What the metric of the distance transform reaches from a cell.
    private static Mat Reached(double reach)
    {
        var side = (2 * (int)Math.Ceiling(reach)) + 1;
        using var center = new Mat(side, side, MatType.CV_8UC1, Scalar.All(byte.MaxValue));
        center.Set(side / 2, side / 2, (byte)0);
        using var distances = center.DistanceTransform(DistanceTypes.L2, DistanceTransformMasks.Mask5);
        var reached = new Mat();
        Cv2.Compare(distances, Scalar.All(reach), reached, CmpTypes.LE);
        return reached;
    }

    // Marks the cells that are nearest to certain parts; both rectangles are on the grid, and the mat is of the first.
    private void Mark(Mat cells, Rect area, Rect inner, bool[] isChosen, double reach)
    {
        var nearest = NearestParts.Find(_labels, inner);
        for (var row = 0; row < inner.Height; row++)
        {
            var labels = nearest.Labels(row);
            var distances = nearest.Distances(row);
            var marks = cells.RowSpan<byte>(row + inner.Top - area.Top).Slice(inner.Left - area.Left, inner.Width);
            for (var i = 0; i < marks.Length; i++)
            {
                if (distances[i] <= reach && isChosen[labels[i]])
                {
                    marks[i] = byte.MaxValue;
                }
            }
        }
    }

    // Sets the pixels of marked cells, smoothly along their edge. Beyond the area all cells are like those at its rim.
    private void SetCells(Mat matte, Mat cells, Rect area, int value, bool setsOthers = false)
    {
        var (across, down) = (matte.Cols / Grid.Width, matte.Rows / Grid.Height);
        var isWhole = area.Size == Grid;
        var fits = across * Grid.Width == matte.Cols && down * Grid.Height == matte.Rows;
        using var all = isWhole || fits ? null : new Mat(Grid, MatType.CV_8UC1, Scalar.All(setsOthers ? byte.MaxValue : 0));
        if (all is not null)
        {
            using var inside = all[area];
            cells.CopyTo(inside);
        }

        var pixelArea = fits
            ? new Rect(area.Left * across, area.Top * down, area.Width * across, area.Height * down)
            : new Rect(default, matte.Size());
        using var part = matte[pixelArea];
        using var pixels = (all ?? cells).Resize(pixelArea.Size, interpolation: InterpolationFlags.Linear);
        using var mask = pixels.Threshold(byte.MaxValue / 2, byte.MaxValue, ThresholdTypes.Binary);
        part.SetTo(new Scalar(value), mask);
        if (setsOthers)
        {
            SetOutside(matte, pixelArea, value);
        }
    }

    private static void SetOutside(Mat matte, Rect area, int value)
    {
        Fill(new Rect(0, 0, matte.Cols, area.Top));
        Fill(new Rect(0, area.Bottom, matte.Cols, matte.Rows - area.Bottom));
        Fill(new Rect(0, area.Top, area.Left, area.Height));
        Fill(new Rect(area.Right, area.Top, matte.Cols - area.Right, area.Height));

        void Fill(Rect strip)
        {
            if (strip is { Width: > 0, Height: > 0 })
            {
                using var pixels = matte[strip];
                pixels.SetTo(new Scalar(value));
            }
        }
    }

    // Where cells may be nearest to certain parts. It is larger than that, so that other parts are seen which are nearer.
    private Rect AreaOf(Func<MattePart, bool> chosen, double reach)
    {
        MattePart[] parts = [.. Parts.Where(chosen)];
        return parts.Length == 0 ? default : double.IsPositiveInfinity(reach) ? new Rect(default, Grid) : Around(parts, reach);
    }

    private Rect Around(IEnumerable<MattePart> parts, double reach)
    {
        var area = parts.Select(part => part.Box).Aggregate((one, other) => one | other);
        var margin = 2 * ((int)Math.Ceiling(reach) + 1);
        area.Inflate(margin, margin);
        return area & new Rect(default, Grid);
    }

    private bool[] Chosen(Func<MattePart, bool> chosen) => [false, .. Parts.Select(chosen)];
}
