using OpenCvSharp;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// The connected parts of a matte, on a grid that is coarser than a large frame: finer than what the network sees, and as fast for
/// frames of any size. Every cell of the grid belongs to the part that is nearest, so that soft edges go where their part goes.
/// </summary>
internal sealed class PartMap
{
    // Cells along the longer side, at most.
    private const int LargestGrid = 640;

    private readonly int[] _labels;
    private readonly float[] _distances;
    private readonly bool[] _isPart;

    private PartMap(Size grid, double cellArea, int[] labels, float[] distances)
    {
        (Grid, CellArea, _labels, _distances) = (grid, cellArea, labels, distances);
        _isPart = new bool[distances.Length];
        for (var cell = 0; cell < distances.Length; cell++)
        {
            _isPart[cell] = distances[cell] == 0;
        }

        Parts = Measure();
    }

    /// <summary>The grid's size in cells.</summary>
    public Size Grid { get; }

    /// <summary>Pixels of the frame in a cell.</summary>
    public double CellArea { get; }

    /// <summary>The parts; each one's label is its index plus one.</summary>
    public IReadOnlyList<MattePart> Parts { get; }

    /// <summary>The parts where a matte is at least <paramref name="least"/>.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits.</param>
    /// <param name="least">0…1.</param>
    public static PartMap OfSubject(Mat matte, double least) => Of(matte, ThresholdTypes.BinaryInv, least);

    /// <summary>The parts where a matte is below one half.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits.</param>
    public static PartMap OfBackground(Mat matte) => Of(matte, ThresholdTypes.Binary, 0.5);

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

    /// <summary>Which cells are of certain parts themselves, without what is only nearest to them.</summary>
    public bool[] CellsOf(Func<MattePart, bool> chosen)
    {
        var cells = new bool[_labels.Length];
        var isChosen = Chosen(chosen);
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = _isPart[i] && isChosen[_labels[i]];
        }

        return cells;
    }

    /// <summary>How many cells of each part are set in <paramref name="cells"/>, by the part's index.</summary>
    public int[] Overlaps(bool[] cells)
    {
        var overlaps = new int[Parts.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] && _isPart[i])
            {
                overlaps[_labels[i] - 1]++;
            }
        }

        return overlaps;
    }

    /// <summary>The part at a place, or next to it within a few cells; null where there is none.</summary>
    /// <param name="x">0…1 of the frame's width.</param>
    /// <param name="y">0…1 of the frame's height.</param>
    /// <param name="reach">How far off it may be, in cells.</param>
    public MattePart? At(double x, double y, double reach)
    {
        var (column, row) = (Math.Min((int)(x * Grid.Width), Grid.Width - 1), Math.Min((int)(y * Grid.Height), Grid.Height - 1));
        var cell = (row * Grid.Width) + column;
        return Parts.Count > 0 && _distances[cell] <= reach ? Parts[_labels[cell] - 1] : null;
    }

    /// <summary>Sets all pixels of a matte that belong to certain parts, or to none that is near enough.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits; changed.</param>
    /// <param name="chosen">The parts.</param>
    /// <param name="value">What their pixels become.</param>
    /// <param name="reach">
    /// How many cells a pixel is away from its part at most; what is farther counts as <paramref name="farther"/> says.
    /// </param>
    /// <param name="farther">Whether pixels out of reach of every part are set too.</param>
    public void Set(Mat matte, Func<MattePart, bool> chosen, int value, double reach = double.PositiveInfinity, bool farther = false)
    {
        if (Parts.Count == 0)
        {
            if (farther)
            {
                matte.SetTo(new Scalar(value));
            }

            return;
        }

        var isChosen = Chosen(chosen);
        using var cells = new Mat(Grid.Height, Grid.Width, MatType.CV_8UC1);
        var set = cells.AsSpan<byte>();
        for (var i = 0; i < set.Length; i++)
        {
            set[i] = (_distances[i] <= reach ? isChosen[_labels[i]] : farther) ? byte.MaxValue : (byte)0;
        }

        using var pixels = cells.Resize(matte.Size(), interpolation: InterpolationFlags.Linear);
        using var mask = pixels.Threshold(byte.MaxValue / 2, byte.MaxValue, ThresholdTypes.Binary);
        matte.SetTo(new Scalar(value), mask);
    }

    private static PartMap Of(Mat matte, ThresholdTypes zeroes, double least)
    {
        using var grid = ToGrid(matte);
        using var others = grid.Threshold(Math.Ceiling(least * byte.MaxValue) - 1, byte.MaxValue, zeroes);
        using var distances = new Mat();
        using var labels = new Mat();
        Cv2.DistanceTransformWithLabels(
            others, distances, labels, DistanceTypes.L2, DistanceTransformMasks.Mask5, DistanceTransformLabelTypes.CComp);
        labels.GetArray(out int[] nearest);
        distances.GetArray(out float[] far);
        return new PartMap(grid.Size(), (double)matte.Cols * matte.Rows / nearest.Length, nearest, far);
    }

    private bool[] Chosen(Func<MattePart, bool> chosen) => [false, .. Parts.Select(chosen)];

    private MattePart[] Measure()
    {
        var parts = new List<MattePart>();
        for (var row = 0; row < Grid.Height; row++)
        {
            for (var column = 0; column < Grid.Width; column++)
            {
                var cell = (row * Grid.Width) + column;
                if (!_isPart[cell])
                {
                    continue;
                }

                var label = _labels[cell];
                while (parts.Count < label)
                {
                    parts.Add(new MattePart(parts.Count, CellArea));
                }

                parts[label - 1].Add(column, row, Grid);
            }
        }

        return [.. parts];
    }
}
