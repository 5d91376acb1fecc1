using U2Video.Core.Metrics;

namespace U2Video.Core.Tests.Metrics;

/// <summary>The S-measure against values worked out by hand.</summary>
public class StructureMeasureTests
{
    [Fact]
    public void A_row_of_two_alike_parts()
    {
        // The centroid's column is (1 + 3) / 2 = 2, so the parts are the first two and the last two.
        // Objects: within the subject 0.8 and 0.6, mean 0.7, deviation √0.02; in the background 1 − 0.2 and 1 − 0.4, the same.
        var objects = 2 * 0.7 / ((0.7 * 0.7) + 1 + Math.Sqrt(0.02));

        // First part: means 0.5 and 0.5, Σdx² = 0.18, Σdy² = 0.5, Σdxdy = 0.3. Second: 0.02, 0.5, 0.1.
        var first = 4 * 0.5 * 0.5 * 0.3 / ((0.25 + 0.25) * (0.18 + 0.5));
        var second = 4 * 0.5 * 0.5 * 0.1 / ((0.25 + 0.25) * (0.02 + 0.5));

        Assert.Equal((0.5 * objects) + (0.5 * (first + second) / 2), StructureMeasure.Of([0.8f, 0.2f, 0.6f, 0.4f], [1, 0, 1, 0], 4), 1e-7);
    }

    [Fact]
    public void Parts_are_cut_at_the_centroid_and_weigh_by_area()
    {
        // Subject in column 1 of 3 and rows 1 and 2 of 2: the centroid is column 1, row 1.5, which rounds to 2. So there are two
        // parts: the left column, where the truth is 1 throughout and the mask is not (0 / something = 0), and the other two columns,
        // where both are the same throughout (0 / 0 = 1) and which are 4 of 6 pixels.
        float[] truth =
        [
            1, 0, 0,
            1, 0, 0,
        ];
        float[] mask =
        [
            0.8f, 0.2f, 0.2f,
            0.6f, 0.2f, 0.2f,
        ];
        var subject = 2 * 0.7 / ((0.7 * 0.7) + 1 + Math.Sqrt(0.02));
        var background = 2 * 0.8 / ((0.8 * 0.8) + 1);
        var objects = (subject * 2 / 6) + (background * 4 / 6);

        Assert.Equal((0.5 * objects) + (0.5 * 4 / 6), StructureMeasure.Of(mask, truth, width: 3), 1e-7);
    }

    [Fact]
    public void Without_subject_it_is_how_empty_the_mask_is() =>
        Assert.Equal(0.7, StructureMeasure.Of([0.1f, 0.5f], [0, 0.4f], width: 2), 1e-7);

    [Fact]
    public void Without_background_it_is_how_full_the_mask_is() =>
        Assert.Equal(0.3, StructureMeasure.Of([0.1f, 0.5f], [1, 0.6f], width: 1), 1e-7);

    [Fact]
    public void What_would_be_negative_is_0()
    {
        // The objects' similarity is 0, the parts' −1.
        Assert.Equal(0, StructureMeasure.Of([0, 1, 0, 1], [1, 0, 1, 0], width: 4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(11)]
    public void A_single_pixel_may_stand_anywhere(int place)
    {
        // At the edges some parts are empty, and a sample of one has no deviation.
        var truth = new float[12];
        truth[place] = 1;

        Assert.Equal(1, StructureMeasure.Of(truth, truth, width: 4), 1e-12);
    }

    [Fact]
    public void A_part_of_equal_values_has_no_variance()
    {
        // The subject is the first of four columns, and all of the part up to its centroid. In the other part truth and mask are the
        // same throughout: 0 / 0, which is 1. A mean of 21 times 0.3 that is off by a rounding would make it 0.
        var truth = Enumerable.Range(0, 4 * 7).Select(i => i % 4 == 0 ? 1f : 0f).ToArray();
        var mask = truth.Select(value => value > 0 ? 1 : 0.3f).ToArray();
        var objects = 0.25 + (0.75 * 2 * 0.7 / ((0.7 * 0.7) + 1));

        Assert.Equal((0.5 * objects) + 0.5, StructureMeasure.Of(mask, truth, width: 4), 1e-7);
    }
}
