using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>The distances of cells from the edge of a subject, and the way that leads outwards.</summary>
internal sealed class EdgeField : IDisposable
{
    // Sobel's gradient of a distance is 8 on a straight edge, and less where two edges are about as near.
    private const double CertainGradient = 6;

    // Cells from the edge: below 0 within the subject.
    private readonly Mat _distance;
    private readonly Mat _across;
    private readonly Mat _down;
    private readonly double _cell;
    private readonly double _far;

    private EdgeField(Mat distance, double cell, double far)
    {
        (_distance, _cell, _far) = (distance, cell, far);
        _across = distance.Sobel(MatType.CV_32FC1, 1, 0, borderType: BorderTypes.Replicate);
        _down = distance.Sobel(MatType.CV_32FC1, 0, 1, borderType: BorderTypes.Replicate);
    }

    /// <summary>Measures a subject.</summary>
    /// <param name="subject">255 where the subject is, and 0 elsewhere.</param>
    /// <param name="cell">The width of a cell in pixels.</param>
    /// <param name="far">How many pixels from the edge count as near it.</param>
    public static EdgeField Of(Mat subject, double cell, double far)
    {
        using var background = new Mat();
        Cv2.BitwiseNot(subject, background);
        using var inside = subject.DistanceTransform(DistanceTypes.L2, DistanceTransformMasks.Mask5);
        using var outside = background.DistanceTransform(DistanceTypes.L2, DistanceTransformMasks.Mask5);
        var signed = new Mat();
        Cv2.Subtract(outside, inside, signed);
        Cv2.GaussianBlur(signed, signed, new Size(5, 5), 0, borderType: BorderTypes.Replicate);
        return new EdgeField(signed, cell, far);
    }

    /// <summary>A row of it.</summary>
    public FieldRow Row(int row) =>
        new(_distance.RowSpan<float>(row), _across.RowSpan<float>(row), _down.RowSpan<float>(row), _cell, _far);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _distance.Dispose();
        _across.Dispose();
        _down.Dispose();
    }

    /// <summary>A row of cells.</summary>
    public readonly ref struct FieldRow(
        ReadOnlySpan<float> distance, ReadOnlySpan<float> across, ReadOnlySpan<float> down, double cell, double far)
    {
        private readonly ReadOnlySpan<float> _distance = distance;
        private readonly ReadOnlySpan<float> _across = across;
        private readonly ReadOnlySpan<float> _down = down;

        /// <summary>Whether a cell is near the edge.</summary>
        public bool IsNear(int column) => Math.Abs(_distance[column]) * cell < far;

        /// <summary>The direction outwards, of length 1; null where it is not certain.</summary>
        public (double X, double Y)? Normal(int column)
        {
            var length = Math.Sqrt((_across[column] * _across[column]) + (_down[column] * _down[column]));
            return length > CertainGradient ? (_across[column] / length, _down[column] / length) : null;
        }
    }
}
