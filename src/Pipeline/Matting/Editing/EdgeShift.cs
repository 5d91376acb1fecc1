using System.Numerics;
using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// Moves the edge of a matte along its normals, so that a soft edge stays as soft as it was. To grow, each pixel near the edge takes over
/// the largest value on its way inwards over the distance; to shrink, the smallest on its way outwards. The way has steps of a pixel and
/// ends at a part of one, and what is thinner than the distance is met on it too. In the middle of a thin part or a gap, where the normal
/// is not known, all directions are tried.
/// </summary>
/// <remarks>Pixels are passed over where nothing within the distance is better by a hundredth, which is most of them.</remarks>
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
        using var bounds = EdgeBounds.Of(matte, grid.Size(), pixels);
        using var near = subject[area];
        using var field = EdgeField.Of(near);
        using var open = bounds.Open[area];
        field.LeaveNear(open, far / cell);
        if (matte.Depth() == MatType.CV_8U)
        {
            Shift<byte>(matte, source, bounds, field, area, pixels);
        }
        else
        {
            Shift<ushort>(matte, source, bounds, field, area, pixels);
        }
    }

    private static void Shift<T>(Mat matte, Mat source, EdgeBounds bounds, EdgeField field, Rect area, double pixels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (grid, width, height) = (bounds.Within.Size(), source.Cols, source.Rows);
        Parallel.For(0, area.Height, cells =>
        {
            var row = cells + area.Top;
            var open = bounds.Open.RowSpan<byte>(row);
            var within = bounds.Within.RowSpan<T>(row);
            var normals = field.Row(cells);
            var walk = new EdgeWalk<T>(source, bounds, pixels);
            var values = matte.AsSpan<T>();
            for (var column = area.Left; column < area.Right; column++)
            {
                var closed = open[column..area.Right].IndexOf(byte.MaxValue);
                if (closed < 0)
                {
                    return;
                }

                column += closed;
                var normal = normals.Normal(column - area.Left);
                ReadOnlySpan<(double X, double Y)> ways = normal is { } way ? [way] : AllDirections;
                for (var y = First(row, height, grid.Height); y < First(row + 1, height, grid.Height); y++)
                {
                    for (var x = First(column, width, grid.Width); x < First(column + 1, width, grid.Width); x++)
                    {
                        ref var value = ref values[(y * width) + x];
                        if (walk.CanChange(value, within[column]))
                        {
                            value = walk.From(x, y, value, ways);
                        }
                    }
                }
            }
        });

        // The first pixel of a cell.
        static int First(int index, int length, int count) => (int)(((index * (long)length) + count - 1) / count);
    }
}
