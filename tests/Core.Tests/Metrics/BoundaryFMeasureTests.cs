using U2Video.Core.Metrics;

namespace U2Video.Core.Tests.Metrics;

/// <summary>The outline's F-beta against values worked out by hand.</summary>
public class BoundaryFMeasureTests
{
    private const int Width = 20;

    [Theory]
    [InlineData(10, 1)]
    [InlineData(13, 1)]
    [InlineData(14, 0)]
    [InlineData(7, 1)]
    [InlineData(6, 0)]
    public void Outlines_may_be_three_pixels_apart(int length, double expected)
    {
        // In a single row the subject begins at the picture's edge, which is no outline: its last pixel is all there is.
        Assert.Equal(expected, BoundaryFMeasure.Of(Bar(length), Bar(10), Width));
    }

    [Theory]
    [InlineData(7, 7, 1)] // √8
    [InlineData(8, 5, 1)] // 3
    [InlineData(8, 6, 0)] // √10
    public void Distance_is_euclidean(int x, int y, double expected) =>
        Assert.Equal(expected, BoundaryFMeasure.Of(Points((x, y)), Points((5, 5)), Width));

    [Fact]
    public void Precision_and_recall_are_counted_apart()
    {
        // One of two found pixels is near the one that is wanted: P = 1/2, R = 1.
        Assert.Equal(0.65 / 1.15, BoundaryFMeasure.Of(Points((5, 5), (15, 15)), Points((5, 6)), Width), 1e-12);

        // The other way round: P = 1, R = 1/2.
        Assert.Equal(0.65 / 0.8, BoundaryFMeasure.Of(Points((5, 6)), Points((5, 5), (15, 15)), Width), 1e-12);
    }

    [Fact]
    public void The_inside_of_a_subject_is_no_outline()
    {
        // A square of 9 × 9 against the one pixel at its center, 4 from all sides.
        var square = Points([.. Enumerable.Range(0, 81).Select(i => (3 + (i % 9), 3 + (i / 9)))]);

        Assert.Equal(0, BoundaryFMeasure.Of(square, Points((7, 7)), Width));
        Assert.Equal(1, BoundaryFMeasure.Of(square, square, Width));
    }

    [Fact]
    public void Where_there_is_no_outline_none_is_to_be_found()
    {
        var (nothing, all) = (Points(), Enumerable.Repeat(1f, Width * Width).ToArray());

        Assert.Equal(1, BoundaryFMeasure.Of(nothing, nothing, Width));
        Assert.Equal(1, BoundaryFMeasure.Of(all, nothing, Width));
        Assert.Equal(0, BoundaryFMeasure.Of(Points((5, 5)), nothing, Width));
        Assert.Equal(0, BoundaryFMeasure.Of(nothing, Points((5, 5)), Width));
    }

    private static float[] Bar(int length) => [.. Enumerable.Range(0, Width).Select(x => x < length ? 0.5f : 0.49f)];

    private static float[] Points(params (int X, int Y)[] points)
    {
        var mask = new float[Width * Width];
        foreach (var (x, y) in points)
        {
            mask[(y * Width) + x] = 1;
        }

        return mask;
    }
}
