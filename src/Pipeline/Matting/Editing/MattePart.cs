using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>A connected part of a matte.</summary>
/// <param name="index">Its place in its map's list.</param>
/// <param name="cellArea">Pixels of the frame in a cell.</param>
internal sealed class MattePart(int index, double cellArea)
{
    private double _columns;
    private double _rows;

    /// <summary>Its place in its map's list.</summary>
    public int Index => index;

    /// <summary>Cells of the grid that it takes.</summary>
    public int Cells { get; private set; }

    /// <summary>Pixels of the frame that it takes.</summary>
    public double Area => Cells * cellArea;

    /// <summary>Whether it reaches an edge of the frame.</summary>
    public bool TouchesEdge { get; private set; }

    /// <summary>The distance of its center of mass from the middle of the frame; 1 is half the frame's diagonal.</summary>
    /// <param name="grid">The grid's size.</param>
    public double DistanceFromMiddle(Size grid)
    {
        var (x, y) = ((((_columns / Cells) + 0.5) / grid.Width) - 0.5, (((_rows / Cells) + 0.5) / grid.Height) - 0.5);
        return Math.Sqrt(((x * x) + (y * y)) * 2);
    }

    /// <summary>Counts a cell in.</summary>
    public void Add(int column, int row, Size grid)
    {
        Cells++;
        _columns += column;
        _rows += row;
        TouchesEdge |= column == 0 || row == 0 || column == grid.Width - 1 || row == grid.Height - 1;
    }
}
