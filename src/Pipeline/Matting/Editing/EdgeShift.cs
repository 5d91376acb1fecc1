using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>
/// Moves the edge of a matte along its normals, so that a soft edge stays as soft as it was. To grow, each pixel near the edge takes over
/// the largest value on its way inwards over the distance; to shrink, the smallest on its way outwards. The way has steps of a pixel and
/// ends at a part of one, and what is thinner than the distance is met on it too.
/// </summary>
internal static class EdgeShift
{
    // Beyond the distance, up to where soft values are taken along.
    private const double SoftPixels = 16;

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
        var cell = (double)matte.Cols / grid.Cols;
        var field = new Field(grid.Cols, distance.AsSpan<float>(), across.AsSpan<float>(), down.AsSpan<float>());
        var (width, height, rows) = (matte.Cols, matte.Rows, grid.Rows);
        for (var y = 0; y < height; y++)
        {
            var values = result.RowSpan<float>(y);
            for (var x = 0; x < width; x++)
            {
                var at = field.CellOf((int)(x * (long)grid.Cols / width), (int)(y * (long)rows / height));
                if (Math.Abs(field.Distance(at)) * cell < Math.Abs(pixels) + SoftPixels)
                {
                    values[x] = Walk(source.AsSpan<float>(), width, height, x, y, field.Normal(at), pixels, values[x]);
                }
            }
        }

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

    private static float Walk(
        ReadOnlySpan<float> source, int width, int height, int x, int y, (double X, double Y) normal, double pixels, float value)
    {
        var far = Math.Abs(pixels);
        for (var step = Math.Min(1, far); ; step = Math.Min(step + 1, far))
        {
            // Inwards to grow, outwards to shrink.
            var way = pixels > 0 ? -step : step;
            var met = Sample(source, width, height, x + (way * normal.X), y + (way * normal.Y));
            value = pixels > 0 ? Math.Max(value, met) : Math.Min(value, met);
            if (step >= far)
            {
                return value;
            }
        }
    }

    private static float Sample(ReadOnlySpan<float> source, int width, int height, double x, double y)
    {
        (x, y) = (Math.Clamp(x, 0, width - 1), Math.Clamp(y, 0, height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, below) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var (across, down) = ((float)(x - left), (float)(y - top));
        var upper = source.Slice(top * width, width);
        var lower = source.Slice(below * width, width);
        var above = upper[left] + (across * (upper[right] - upper[left]));
        return above + (down * (lower[left] + (across * (lower[right] - lower[left])) - above));
    }

    /// <summary>The distance from the edge and its gradient, on the grid.</summary>
    private readonly ref struct Field(int columns, ReadOnlySpan<float> distance, ReadOnlySpan<float> across, ReadOnlySpan<float> down)
    {
        private readonly ReadOnlySpan<float> _distance = distance;
        private readonly ReadOnlySpan<float> _across = across;
        private readonly ReadOnlySpan<float> _down = down;

        public int CellOf(int column, int row) => (row * columns) + column;

        public float Distance(int cell) => _distance[cell];

        /// <summary>The direction outwards, of length 1; 0 where it is not known.</summary>
        public (double X, double Y) Normal(int cell)
        {
            var length = Math.Sqrt((_across[cell] * _across[cell]) + (_down[cell] * _down[cell]));
            return length > 1e-3 ? (_across[cell] / length, _down[cell] / length) : (0, 0);
        }
    }
}
