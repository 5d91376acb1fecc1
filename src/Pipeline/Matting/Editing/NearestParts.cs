using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>The nearest part of each cell in a rectangle of the grid, and how far it is.</summary>
internal sealed class NearestParts
{
    private readonly int _width;
    private readonly int[] _labels;
    private readonly float[] _distances;

    private NearestParts(int width, int[] labels, float[] distances) => (_width, _labels, _distances) = (width, labels, distances);

    /// <summary>Looks for the nearest parts within a rectangle.</summary>
    /// <param name="labels">The labels of parts, 0 where none is.</param>
    /// <param name="area">The rectangle.</param>
    public static NearestParts Find(Mat labels, Rect area)
    {
        using var own = labels[area];
        using var others = new Mat();
        Cv2.Compare(own, Scalar.All(0), others, CmpTypes.EQ);
        using var distances = new Mat();
        using var found = new Mat();
        Cv2.DistanceTransformWithLabels(
            others, distances, found, DistanceTypes.L2, DistanceTransformMasks.Mask5, DistanceTransformLabelTypes.CComp);
        found.GetArray(out int[] nearest);
        distances.GetArray(out float[] far);

        // The rectangle may cut a part in several, which are numbered by themselves.
        var names = new int[nearest.Length > 0 ? nearest.Max() + 1 : 1];
        for (var row = 0; row < area.Height; row++)
        {
            var cells = own.RowSpan<int>(row);
            for (var i = 0; i < cells.Length; i++)
            {
                if (cells[i] > 0)
                {
                    names[nearest[(row * area.Width) + i]] = cells[i];
                }
            }
        }

        for (var i = 0; i < nearest.Length; i++)
        {
            nearest[i] = names[nearest[i]];
        }

        return new NearestParts(area.Width, nearest, far);
    }

    /// <summary>The labels of the parts that are nearest to the cells of a row; 0 where the rectangle holds none.</summary>
    /// <param name="row">The row, counted within the rectangle.</param>
    public ReadOnlySpan<int> Labels(int row) => _labels.AsSpan(row * _width, _width);

    /// <summary>How many cells far they are.</summary>
    /// <param name="row">The row, counted within the rectangle.</param>
    public ReadOnlySpan<float> Distances(int row) => _distances.AsSpan(row * _width, _width);
}
