using U2Video.Core.Metrics;

namespace U2Video.Core.Tests.Metrics;

/// <summary>The measures that look at pixels one by one, against values worked out by hand.</summary>
public class MaskMeasuresTests
{
    private static readonly float[] Nothing = [0, 0, 0, 0];

    [Fact]
    public void Mean_absolute_error_is_of_soft_masks()
    {
        // (0.1 + 0.6 + 0.3 + 0) / 4: the truth's 0.5 is neither subject nor background here.
        Assert.Equal(0.25, MeanAbsoluteError.Of([0.9f, 0.6f, 0.2f, 0], [1, 0, 0.5f, 0]), 1e-7);
    }

    [Fact]
    public void Intersection_over_union_counts_from_one_half_on()
    {
        // Mask: the first two. Truth: the first and the third. One of three is in both.
        Assert.Equal(1.0 / 3, IntersectionOverUnion.Of([0.9f, 0.5f, 0.49f, 0], [1, 0, 0.5f, 0]), 1e-9);
        Assert.Equal(1, IntersectionOverUnion.Of([0.4f, 0, 0, 0], Nothing));
        Assert.Equal(0, IntersectionOverUnion.Of([0.6f, 0, 0, 0], Nothing));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0.5, 0.5, 0.5)]
    [InlineData(0.5, 1, 0.65 / 1.15)] // 1.3 × 0.5 × 1 / (0.3 × 0.5 + 1)
    [InlineData(1, 0.5, 0.65 / 0.8)] // 1.3 × 1 × 0.5 / (0.3 × 1 + 0.5): precision weighs more
    public void F_beta_weighs_precision_more(double precision, double recall, double expected) =>
        Assert.Equal(expected, new PrecisionRecall(precision, recall).F, 1e-12);

    [Fact]
    public void The_curve_has_a_point_for_each_of_256_thresholds()
    {
        // 0.6 is 153 / 255 and 0.4 is 102 / 255.
        var curve = PrecisionRecallCurve.Of([1, 0.6f, 0.4f, 0], [1, 0, 1, 0]);

        Assert.Equal(256, curve.Points.Count);
        Assert.Equal(new PrecisionRecall(2.0 / 4, 1), curve.Points[0]); // all four
        Assert.All(curve.Points.Take(1..103), point => Assert.Equal(new PrecisionRecall(2.0 / 3, 1), point)); // the first three
        Assert.All(curve.Points.Take(103..154), point => Assert.Equal(new PrecisionRecall(1.0 / 2, 0.5), point)); // the first two
        Assert.All(curve.Points.Take(154..256), point => Assert.Equal(new PrecisionRecall(1, 0.5), point)); // the first
        Assert.Equal(0.65 / 0.8, curve.MaxF, 1e-12);
        Assert.Equal(154.0 / 255, curve.ThresholdOfMaxF, 1e-12);
    }

    [Fact]
    public void A_byte_stands_exactly_on_its_threshold()
    {
        for (var value = 0; value <= 255; value++)
        {
            var curve = PrecisionRecallCurve.Of([value / 255f], [1]);

            Assert.Equal(value + 1, curve.Points.Count(point => point.Recall > 0));
        }
    }

    [Fact]
    public void The_curve_of_many_has_one_threshold_for_all()
    {
        // Each has a threshold that divides it rightly, 1…51 and 154…204. Together, at 1…51, P = (1 + 0.5) / 2 and R = 1; at
        // 154…204, P = R = (0 + 1) / 2.
        var faint = PrecisionRecallCurve.Of([0.2f, 0], [1, 0]);
        var strong = PrecisionRecallCurve.Of([0.8f, 0.6f], [1, 0]);
        var both = PrecisionRecallCurve.Mean([faint, strong]);

        Assert.Equal((1, 1), (faint.MaxF, strong.MaxF));
        Assert.Equal(new PrecisionRecall(0.75, 1), both.Points[51]);
        Assert.Equal(new PrecisionRecall(0.5, 0.5), both.Points[154]);
        Assert.Equal(1.3 * 0.75 / ((0.3 * 0.75) + 1), both.MaxF, 1e-12);
        Assert.Equal(1.0 / 255, both.ThresholdOfMaxF, 1e-12);
    }

    [Fact]
    public void Nothing_to_find_is_found_by_marking_nothing()
    {
        // Up to 51 / 255 = 0.2 something is marked, and wrongly; nothing is ever missed.
        var curve = PrecisionRecallCurve.Of([0.2f, 0, 0, 0], Nothing);

        Assert.Equal(new PrecisionRecall(0, 1), curve.Points[51]);
        Assert.Equal(new PrecisionRecall(1, 1), curve.Points[52]);
    }

    [Fact]
    public void The_adaptive_threshold_is_twice_the_mean()
    {
        // Mean 0.3, threshold 0.6: the first alone. P = 1, R = 1/2.
        Assert.Equal(0.65 / 0.8, AdaptiveFMeasure.Of([0.8f, 0.3f, 0.1f, 0], [1, 1, 0, 0]), 1e-9);

        // Mean 0.25, threshold 0.5: the first two. P = 1/2, R = 1.
        Assert.Equal(0.65 / 1.15, AdaptiveFMeasure.Of([0.5f, 0.5f, 0, 0], [1, 0, 0, 0]), 1e-9);
    }

    [Fact]
    public void The_adaptive_threshold_is_never_above_one()
    {
        // Mean 0.75, and twice that would pass nothing. What 8 bits would store as 255 passes for 1.
        Assert.Equal(1, AdaptiveFMeasure.Of([1, 1, 0.999f, 0], [1, 1, 1, 0]), 1e-9);
        Assert.Equal(0, AdaptiveFMeasure.Of([0.9f, 0.9f, 0.9f, 0], [1, 1, 1, 0]), 1e-9);
    }

    [Fact]
    public void A_mask_of_zeros_marks_nothing()
    {
        Assert.Equal(1, AdaptiveFMeasure.Of(Nothing, Nothing));
        Assert.Equal(0, AdaptiveFMeasure.Of(Nothing, [1, 0, 0, 0]));
        Assert.Equal(0, AdaptiveFMeasure.Of([1, 0, 0, 0], Nothing));
    }

    [Fact]
    public void Masks_that_do_not_belong_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MeanAbsoluteError.Of([], []));
        Assert.Throws<ArgumentException>(() => IntersectionOverUnion.Of([1, 0], [1]));
        Assert.Throws<ArgumentException>(() => PrecisionRecallCurve.Of([1, 0], [1]));
        Assert.Throws<ArgumentException>(() => AdaptiveFMeasure.Of([1, 0], [1]));
        Assert.Throws<ArgumentException>(() => StructureMeasure.Of([1, 0, 1], [1, 0, 1], width: 2));
        Assert.Throws<ArgumentException>(() => BoundaryFMeasure.Of([1, 0], [1, 0], width: 0));
    }
}
