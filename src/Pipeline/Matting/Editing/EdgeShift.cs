using OpenCvSharp;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// Moves the edge of a matte along its normals, so that a soft edge stays as soft as it was. To grow, each pixel near the edge takes over
/// the largest value on its way inwards over the distance; to shrink, the smallest on its way outwards. The way has steps of a pixel and
/// ends at a part of one, and what is thinner than the distance is met on it too. In the middle of a thin part or a gap, where the normal
/// is not known, all directions are tried.
/// </summary>
internal static class EdgeShift
{
    // Beyond the distance, up to where soft values are taken along.
    private const double SoftPixels = 16;

    // Sobel's gradient of a distance is 8 on a straight edge, and less where two edges are about as near.
    private const double CertainGradient = 6;

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

        using var distance = SignedDistance(subject);
        using var across = distance.Sobel(MatType.CV_32FC1, 1, 0, borderType: BorderTypes.Replicate);
        using var down = distance.Sobel(MatType.CV_32FC1, 0, 1, borderType: BorderTypes.Replicate);
        using var source = new Mat();
        matte.ConvertTo(source, MatType.CV_32FC1);
        using var result = source.Clone();
        var (width, height, columns, rows) = (matte.Cols, matte.Rows, grid.Cols, grid.Rows);
        var cell = (double)width / columns;
        var far = Math.Abs(pixels) + SoftPixels;
        var (best, ahead) = (pixels > 0 ? (float)matte.LargestSample() : 0, Math.Sign(-pixels));
        Parallel.For(0, height, y =>
        {
            var field = new Field(distance.AsSpan<float>(), across.AsSpan<float>(), down.AsSpan<float>());
            var walk = new Walk(source.AsSpan<float>(), width, height, Math.Abs(pixels), ahead, best);
            var values = result.RowSpan<float>(y);
            var row = (int)(y * (long)rows / height) * columns;
            for (var x = 0; x < width; x++)
            {
                var at = row + (int)(x * (long)columns / width);
                if (values[x] == best || Math.Abs(field.Distance(at)) * cell >= far)
                {
                    continue;
                }

                if (field.Normal(at) is { } normal)
                {
                    values[x] = walk.Along(x, y, normal, values[x]);
                    continue;
                }

                foreach (var direction in AllDirections)
                {
                    values[x] = walk.Along(x, y, direction, values[x]);
                }
            }
        });

        result.ConvertTo(matte, matte.Type());
    }

    // Cells from the edge: below 0 within the subject.
    private static Mat SignedDistance(Mat subject)
    {
        using var background = new Mat();
        Cv2.BitwiseNot(subject, background);
        using var inside = subject.DistanceTransform(DistanceTypes.L2, DistanceTransformMasks.Mask5);
        using var outside = background.DistanceTransform(DistanceTypes.L2, DistanceTransformMasks.Mask5);
        var signed = new Mat();
        Cv2.Subtract(outside, inside, signed);
        Cv2.GaussianBlur(signed, signed, new Size(5, 5), 0, borderType: BorderTypes.Replicate);
        return signed;
    }

    /// <summary>Looks for the best value on the way from a pixel.</summary>
    private readonly ref struct Walk(ReadOnlySpan<float> source, int width, int height, double length, int ahead, float best)
    {
        private readonly ReadOnlySpan<float> _source = source;

        /// <summary>The best of a value and those on the way.</summary>
        public float Along(int x, int y, (double X, double Y) normal, float value)
        {
            for (var step = Math.Min(1, length); ; step = Math.Min(step + 1, length))
            {
                var (column, line) = (x + (ahead * step * normal.X), y + (ahead * step * normal.Y));
                var met = Sample(column, line);
                value = ahead < 0 ? Math.Max(value, met) : Math.Min(value, met);
                if (step >= length || value == best || column < -1 || line < -1 || column > width || line > height)
                {
                    return value;
                }
            }
        }

        private float Sample(double x, double y)
        {
            (x, y) = (Math.Clamp(x, 0, width - 1), Math.Clamp(y, 0, height - 1));
            var (left, top) = ((int)x, (int)y);
            var (right, below) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
            var (across, down) = ((float)(x - left), (float)(y - top));
            var upper = _source.Slice(top * width, width);
            var lower = _source.Slice(below * width, width);
            var above = upper[left] + (across * (upper[right] - upper[left]));
            return above + (down * (lower[left] + (across * (lower[right] - lower[left])) - above));
        }
    }

    /// <summary>The distance from the edge and its gradient, on the grid.</summary>
    private readonly ref struct Field(ReadOnlySpan<float> distance, ReadOnlySpan<float> across, ReadOnlySpan<float> down)
    {
        private readonly ReadOnlySpan<float> _distance = distance;
        private readonly ReadOnlySpan<float> _across = across;
        private readonly ReadOnlySpan<float> _down = down;

        public float Distance(int cell) => _distance[cell];

        /// <summary>The direction outwards, of length 1; null where it is not certain.</summary>
        public (double X, double Y)? Normal(int cell)
        {
            var length = Math.Sqrt((_across[cell] * _across[cell]) + (_down[cell] * _down[cell]));
            return length > CertainGradient ? (_across[cell] / length, _down[cell] / length) : null;
        }
    }
}
