using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>A set of a grid's cells.</summary>
/// <param name="grid">The grid's size.</param>
/// <param name="boxes">Rectangles that hold all cells which may be set.</param>
internal sealed class PartCells(Size grid, IEnumerable<Rect> boxes)
{
    private bool[] _cells = [];
    private int? _count;

    /// <summary>The rectangle that holds all cells which may be set.</summary>
    public Rect Box { get; } = boxes.Aggregate(default(Rect), (one, other) => one.Width == 0 ? other : one | other);

    /// <summary>The grid's rows in the rectangle.</summary>
    public IEnumerable<int> Rows => Enumerable.Range(Box.Top, Box.Height);

    /// <summary>How many cells are set.</summary>
    public int Count => _count ??= _cells.Count(cell => cell);

    /// <summary>The cells of a row of the grid that are in the rectangle.</summary>
    public Span<bool> InRow(int row)
    {
        _cells = _cells.Length > 0 ? _cells : new bool[Box.Width * Box.Height];
        return _cells.AsSpan((row - Box.Top) * Box.Width, Box.Width);
    }

    /// <summary>The same cells on a grid of another size.</summary>
    public PartCells On(Size other)
    {
        var cells = new PartCells(other, [new Rect(default, other)]);
        foreach (var row in cells.Rows)
        {
            var set = cells.InRow(row);
            for (var column = 0; column < set.Length; column++)
            {
                set[column] = this[column * grid.Width / other.Width, row * grid.Height / other.Height];
            }
        }

        return cells;
    }

    private bool this[int column, int row] => Box.Contains(column, row) && InRow(row)[column - Box.Left];
}
