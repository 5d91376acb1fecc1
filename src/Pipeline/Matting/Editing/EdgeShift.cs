using System.Numerics;
using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// Moves the edge of a matte along its normals, so that a soft edge stays as soft as it was. To grow, each pixel near the edge takes over
/// the largest value on its way inwards over the distance; to shrink, the smallest on its way outwards. The way has steps of a pixel and
/// ends at a part of one, and what is thinner than the distance is met on it too. In the middle of a thin part or a gap, where the normal
/// is not known, all directions are tried.
/// </summary>
/// <remarks>Pixels are passed over where nothing within the distance is better, which is most of them.</remarks>
internal static class EdgeShift
{
    // Beyond the distance, up to where soft values are taken along.
    private const double SoftPixels = 16;

    // The blur of the distances and their gradient need some cells beyond those that are used.
    private const int Margin = 4;

    private static readonly (double X, double Y)[] AllDirections =
        [.. Enumerable.Range(0, 16).Select(i => Math.SinCos(i * Math.PI / 8)).Select(angle => (angle.Cos, angle.Sin))];

    /// <summary>Moves the edge.</summary>
    /// <param name="matte">Gray, of eight or sixteen bits; changed.</param>
    /// <param name="pixels">How far outwards; inwards below 0.</param>
    public static void Apply(Mat matte, double pixels)
    {
        using var grid = PartMap.ToGrid(matte);
        using var subject = grid.Threshold(byte.MaxValue / 2, byte.MaxValue, ThresholdTypes.Binary);
        var covered = Cv2.CountNonZero(subject);
        if (covered == 0 || covered == subject.Cols * subject.Rows)
        {
            return;
        }

        using var source = matte.Clone();
        var cell = (double)matte.Cols / grid.Cols;
        var far = Math.Abs(pixels) + SoftPixels;
        var area = Cv2.BoundingRect(subject);
        var reach = (int)Math.Ceiling(far / cell) + Margin;
        area.Inflate(reach, reach);
        area &= new Rect(default, grid.Size());
        using var best = BestWithin(matte, grid.Size(), pixels);
        using var near = subject[area];
        using var field = EdgeField.Of(near, cell, far);
        if (matte.Depth() == MatType.CV_8U)
        {
            Shift<byte>(matte, source, best, field, area, pixels);
        }
        else
        {
            Shift<ushort>(matte, source, best, field, area, pixels);
        }
    }

    // For each cell the best value that any pixel of it may meet, or one that is better still.
    private static Mat BestWithin(Mat matte, Size grid, double pixels)
    {
        var cell = (double)matte.Cols / grid.Width;
        using var ofPixels = Square((int)Math.Ceiling(cell));
        using var ofCells = Square((int)Math.Ceiling((Math.Abs(pixels) + 1) / cell) + 1);
        using var pixelwise = new Mat();
        var best = new Mat();
        Action<InputArray, OutputArray, Mat> extend = pixels > 0
            ? (from, to, shape) => Cv2.Dilate(from, to, shape)
            : (from, to, shape) => Cv2.Erode(from, to, shape);
        extend(matte, pixelwise, ofPixels);
        using var cellwise = pixelwise.Resize(grid, interpolation: InterpolationFlags.Nearest);
        extend(cellwise, best, ofCells);
        return best;

        static Mat Square(int radius) =>
            Cv2.GetStructuringElement(MorphShapes.Rect, new Size((2 * radius) + 1, (2 * radius) + 1));
    }

    private static void Shift<T>(Mat matte, Mat source, Mat best, EdgeField field, Rect area, double pixels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (width, height, grid) = (matte.Cols, matte.Rows, best.Size());
        Parallel.For(0, height, y =>
        {
            var row = (int)(y * (long)grid.Height / height);
            if (row < area.Top || row >= area.Bottom)
            {
                return;
            }

            var walk = new EdgeWalk<T>(source.AsSpan<T>(), width, height, pixels);
            var values = matte.RowSpan<T>(y);
            var bests = best.RowSpan<T>(row);
            var cells = field.Row(row - area.Top);
            for (var column = area.Left; column < area.Right; column++)
            {
                if (!cells.IsNear(column - area.Left))
                {
                    continue;
                }

                var normal = default((double, double)?);
                var isKnown = false;
                var end = FirstPixel(column + 1);
                for (var x = FirstPixel(column); x < end; x++)
                {
                    if (!walk.CanChange(values[x], bests[column]))
                    {
                        continue;
                    }

                    (normal, isKnown) = isKnown ? (normal, true) : (cells.Normal(column - area.Left), true);
                    values[x] = walk.From(x, y, values[x], normal is { } way ? [way] : AllDirections);
                }
            }
        });

        // The first pixel of a column of cells.
        int FirstPixel(int column) => (int)(((column * (long)width) + grid.Width - 1) / grid.Width);
    }
}
