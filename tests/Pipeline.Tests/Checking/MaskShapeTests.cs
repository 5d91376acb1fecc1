using U2Video.Pipeline.Checking;

namespace U2Video.Pipeline.Tests.Checking;

public sealed class MaskShapeTests
{
    private const double Tolerance = 1e-6;

    [Fact]
    public void A_clear_mask_of_one_part_has_no_sign()
    {
        var signs = Measure(MaskedFrames.Box(20, 20, 40, 50));

        Assert.Equal(0.2, signs.Area, Tolerance);
        Assert.Equal((0, 0, 0, 0), (signs[DoubtSign.SoftMask], signs[DoubtSign.Faint], signs[DoubtSign.Holes], signs[DoubtSign.Scraps]));
    }

    [Fact]
    public void Pixels_between_subject_and_background_are_soft()
    {
        var box = MaskedFrames.Box(0, 0, 50, 40);
        var signs = Measure((x, y) => x < 25 ? 0.6 * box(x, y) : box(x, y));

        // 1000 values of 0.6 and 1000 of 1.
        Assert.Equal(0.4 * 1000 / 1600, signs[DoubtSign.SoftMask], Tolerance);
    }

    [Fact]
    public void Traces_are_faint()
    {
        var signs = Measure((x, y) => 0.2 * MaskedFrames.Box(10, 10, 40, 40)(x, y));

        Assert.Equal(320 / 330.0, signs[DoubtSign.Faint], Tolerance);
    }

    [Fact]
    public void Background_that_is_enclosed_is_a_hole_and_a_bay_is_none()
    {
        var (box, hole, bay) = (MaskedFrames.Box(20, 20, 40, 50), MaskedFrames.Box(30, 30, 10, 10), MaskedFrames.Box(50, 40, 10, 10));

        Assert.Equal(100 / 1900.0, Measure((x, y) => box(x, y) - hole(x, y))[DoubtSign.Holes], Tolerance);
        Assert.Equal(0, Measure((x, y) => box(x, y) - bay(x, y))[DoubtSign.Holes]);
    }

    [Fact]
    public void What_is_not_in_the_largest_part_is_scraps()
    {
        var (body, scrap, other) = (MaskedFrames.Box(20, 20, 40, 40), MaskedFrames.Box(70, 20, 10, 10), MaskedFrames.Box(70, 60, 10, 10));

        Assert.Equal(200 / 1800.0, Measure((x, y) => body(x, y) + scrap(x, y) + other(x, y))[DoubtSign.Scraps], Tolerance);
    }

    [Fact]
    public void An_empty_mask_has_no_sign_by_itself()
    {
        var signs = Measure((_, _) => 0);

        Assert.All(FrameSigns.All, sign => Assert.Equal(0, signs[sign]));
    }

    private static FrameSigns Measure(Func<int, int, double> value)
    {
        var signs = new FrameSigns();
        using var mask = MaskedFrames.Mask(value);
        MaskShape.Measure(mask, signs);
        return signs;
    }
}
