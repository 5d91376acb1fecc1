using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>Adds up the cells of a part.</summary>
internal struct PartMeasure
{
    private int _cells;
    private long _twiceColumns;
    private long _rows;
    private int _left;
    private int _top;
    private int _right;
    private int _bottom;

    /// <summary>Adds neighboring cells of a row.</summary>
    /// <param name="row">The row. Rows come in order.</param>
    /// <param name="left">The first column.</param>
    /// <param name="right">The column after the last one.</param>
    public void Add(int row, int left, int right)
    {
        if (_cells == 0)
        {
            (_left, _top, _right) = (left, row, right);
        }

        var count = right - left;
        _cells += count;
        _twiceColumns += (long)count * (left + right - 1);
        _rows += (long)count * row;
        (_left, _right, _bottom) = (Math.Min(_left, left), Math.Max(_right, right), row + 1);
    }

    /// <summary>The part.</summary>
    /// <param name="index">Its place in its map's list.</param>
    /// <param name="cellArea">Pixels of the frame in a cell.</param>
    public readonly MattePart ToPart(int index, double cellArea) => new(
        index,
        _cells,
        _cells * cellArea,
        new Rect(_left, _top, _right - _left, _bottom - _top),
        new Point2d(_twiceColumns / 2 / (double)_cells, (double)_rows / _cells));
}
