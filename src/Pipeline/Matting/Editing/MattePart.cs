using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>A connected part of a matte.</summary>
/// <param name="Index">Its place in its map's list.</param>
/// <param name="Cells">Cells of the grid that it takes.</param>
/// <param name="Area">Pixels of the frame that it takes.</param>
/// <param name="Box">The smallest rectangle of cells around it.</param>
/// <param name="Center">The mean of its cells' columns and rows.</param>
internal sealed record MattePart(int Index, int Cells, double Area, Rect Box, Point2d Center)
{
    /// <summary>Whether it reaches an edge of the frame.</summary>
    /// <param name="grid">The grid's size.</param>
    public bool TouchesEdge(Size grid) => Box.Left == 0 || Box.Top == 0 || Box.Right == grid.Width || Box.Bottom == grid.Height;

    /// <summary>The distance of its center of mass from the middle of the frame; 1 is half the frame's diagonal.</summary>
    /// <param name="grid">The grid's size.</param>
    public double DistanceFromMiddle(Size grid)
    {
        var (x, y) = (((Center.X + 0.5) / grid.Width) - 0.5, ((Center.Y + 0.5) / grid.Height) - 0.5);
        return Math.Sqrt(((x * x) + (y * y)) * 2);
    }
}
