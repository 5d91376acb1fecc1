using OpenCvSharp;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// What a walk over a matte can meet at best: the largest value where the edge moves outwards, the smallest one where it moves inwards.
/// </summary>
/// <param name="Beside">For each pixel, what is there and beside it.</param>
/// <param name="Around">For each cell of the grid, what is within <see cref="PixelsAround"/> of any of its pixels.</param>
/// <param name="Within">For each cell, what is within the whole distance.</param>
/// <param name="Open">255 in cells with a pixel that may become better by <see cref="Least"/>.</param>
internal sealed record EdgeBounds(Mat Beside, Mat Around, Mat Within, Mat Open) : IDisposable
{
    /// <summary>So many steps of a pixel are bounded by a cell.</summary>
    public const int PixelsAround = 8;

    /// <summary>What is better by less than this is passed over, as a share of the largest value.</summary>
    public const double Least = 0.01;

    /// <summary>Looks for the bounds of a matte.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits.</param>
    /// <param name="grid">The grid's size.</param>
    /// <param name="pixels">How far the edge is moved outwards; inwards below 0.</param>
    public static EdgeBounds Of(Mat matte, Size grid, double pixels)
    {
        var cell = (double)matte.Cols / grid.Width;
        var beside = Extend(matte, 1);
        using var pixelwise = Extend(beside, (int)Math.Ceiling(cell) - 1);
        using var cellwise = pixelwise.Resize(grid, interpolation: InterpolationFlags.Nearest);
        var within = Extend(cellwise, (int)Math.Ceiling(Math.Abs(pixels) / cell) + 1);
        return new EdgeBounds(beside, Extend(cellwise, (int)Math.Ceiling((PixelsAround + 1) / cell)), within, OpenCells(within));

        Mat Extend(Mat values, int radius, bool toWorst = false)
        {
            using var square = Cv2.GetStructuringElement(MorphShapes.Rect, new Size((2 * radius) + 1, (2 * radius) + 1));
            var best = new Mat();
            if (pixels > 0 != toWorst)
            {
                Cv2.Dilate(values, best, square);
            }
            else
            {
                Cv2.Erode(values, best, square);
            }

            return best;
        }

        Mat OpenCells(Mat best)
        {
            using var ofPixels = Extend(matte, (int)Math.Ceiling(cell), toWorst: true);
            using var worst = ofPixels.Resize(grid, interpolation: InterpolationFlags.Nearest);
            using var gain = new Mat();
            Cv2.Absdiff(best, worst, gain);
            var open = new Mat();
            Cv2.Compare(gain, Scalar.All(Least * matte.LargestSample()), open, CmpTypes.GE);
            return open;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Beside.Dispose();
        Around.Dispose();
        Within.Dispose();
        Open.Dispose();
    }
}
