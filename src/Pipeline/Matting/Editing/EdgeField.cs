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

    private EdgeField(Mat distance)
    {
        _distance = distance;
        _across = distance.Sobel(MatType.CV_32FC1, 1, 0, borderType: BorderTypes.Replicate);
        _down = distance.Sobel(MatType.CV_32FC1, 0, 1, borderType: BorderTypes.Replicate);
    }

    /// <summary>Measures a subject.</summary>
    /// <param name="subject">255 where the subject is, and 0 elsewhere.</param>
    public static EdgeField Of(Mat subject)
    {
        using var background = new Mat();
        Cv2.BitwiseNot(subject, background);
        using var inside = subject.DistanceTransform(DistanceTypes.L2, DistanceTransformMasks.Mask5);
        using var outside = background.DistanceTransform(DistanceTypes.L2, DistanceTransformMasks.Mask5);
        var signed = new Mat();
        Cv2.Subtract(outside, inside, signed);
        Cv2.GaussianBlur(signed, signed, new Size(5, 5), 0, borderType: BorderTypes.Replicate);
        return new EdgeField(signed);
    }

    /// <summary>Leaves the cells of a mask that are near the edge.</summary>
    /// <param name="mask">255 or 0 for each cell; changed.</param>
    /// <param name="far">How many cells from the edge are still near it.</param>
    public void LeaveNear(Mat mask, double far)
    {
        using var near = new Mat();
        Cv2.InRange(_distance, Scalar.All(-far), Scalar.All(far), near);
        Cv2.BitwiseAnd(mask, near, mask);
    }

    /// <summary>A row of it.</summary>
    public FieldRow Row(int row) => new(_across.RowSpan<float>(row), _down.RowSpan<float>(row));

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _distance.Dispose();
        _across.Dispose();
        _down.Dispose();
    }

    /// <summary>A row of cells.</summary>
    public readonly ref struct FieldRow(ReadOnlySpan<float> across, ReadOnlySpan<float> down)
    {
        private readonly ReadOnlySpan<float> _across = across;
        private readonly ReadOnlySpan<float> _down = down;

        /// <summary>The direction outwards, of length 1; null where it is not certain.</summary>
        public (double X, double Y)? Normal(int column)
        {
            var length = Math.Sqrt((_across[column] * _across[column]) + (_down[column] * _down[column]));
            return length > CertainGradient ? (_across[column] / length, _down[column] / length) : null;
        }
    }
}
