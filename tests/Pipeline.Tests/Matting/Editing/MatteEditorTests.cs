using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Matting.Editing;

public sealed class MatteEditorTests
{
    public static TheoryData<string> Layouts { get; } = ["gray", "gray16le"];

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Levels_stretch_the_values(string layout)
    {
        using var matte = Ramp(layout).Edited(new MatteEdits { Levels = new Levels(0.2, 0.6) });

        Assert.Equal(0, matte.At(15, 0));
        Assert.Equal(0.5, matte.At(40, 0), 0.01);
        Assert.Equal(1, matte.At(70, 0));
    }

    [Fact]
    public void Gamma_above_one_makes_soft_values_more_opaque()
    {
        using var matte = Ramp("gray").Edited(new MatteEdits { Levels = new Levels(0, 1, 2) });

        Assert.Equal(Math.Sqrt(0.25), matte.At(25, 0), 0.01);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_threshold_leaves_nothing_soft(string layout)
    {
        using var matte = Ramp(layout).Edited(new MatteEdits { Threshold = 0.7 });

        Assert.Equal((0, 1), (matte.At(69, 0), matte.At(71, 0)));
    }

    [Theory]
    [InlineData(0.4, 0, 20.8)]
    [InlineData(5, 0, 30)]
    [InlineData(2.5, 0, 25)]
    [InlineData(-4, 0, 12)]
    [InlineData(-2.5, 2, 15)]
    [InlineData(3, 6, 26)]
    [InlineData(-30, 0, 0)]
    public void Growing_moves_both_edges_by_parts_of_a_pixel_too(double pixels, int softness, double width)
    {
        using var matte = Soft(softness).Edited(new MatteEdits { Grow = pixels });

        Assert.Equal(width, matte.Width(50), 0.75);
    }

    [Fact]
    public void A_soft_edge_stays_as_soft_when_it_is_moved()
    {
        using var before = Soft(4);
        using var after = Soft(4).Edited(new MatteEdits { Grow = 5 });

        for (var x = 34; x < 46; x++)
        {
            Assert.Equal(before.At(x, 50), after.At(x - 5, 50), 0.08);
        }
    }

    [Fact]
    public void What_is_thinner_than_the_distance_grows_by_it_all_the_same()
    {
        using var matte = Mattes.Boxes(100, 100, (49, 10, 2, 80)).Edited(new MatteEdits { Grow = 8 });

        Assert.Equal(18, matte.Width(50), 1.5);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 8)]
    [InlineData(15, 10)]
    public void What_is_thinner_than_twice_the_distance_shrinks_to_nothing(int thickness, double pixels)
    {
        using var matte = Mattes.Boxes(100, 100, (40, 10, thickness, 80)).Edited(new MatteEdits { Grow = -pixels });

        Assert.All(Enumerable.Range(0, 100), y => Assert.Equal(0, matte.Width(y)));
    }

    [Fact]
    public void A_gap_that_is_narrower_than_the_growth_closes_without_a_seam()
    {
        using var matte = Mattes.Boxes(200, 100, (0, 0, 90, 100), (105, 0, 95, 100)).Edited(new MatteEdits { Grow = 12 });

        Assert.Equal(200, matte.Width(50));
    }

    [Fact]
    public void A_subject_that_leaves_the_frame_does_not_shrink_from_its_border()
    {
        using var matte = Mattes.Boxes(100, 100, (0, 0, 50, 100)).Edited(new MatteEdits { Grow = -5 });

        Assert.Equal((1, 45.0), (matte.At(0, 0), Math.Round(matte.Width(99))));
    }

    [Fact]
    public void Shares_are_of_the_frames_shorter_side()
    {
        using var matte = Mattes.Boxes(200, 100, (80, 20, 40, 60)).Edited(new MatteEdits { Grow = new FrameLength(0.05, IsShare: true) });

        Assert.Equal(50, matte.Width(50), 0.75);
    }

    [Fact]
    public void On_frames_larger_than_the_grid_the_edge_moves_as_far()
    {
        using var matte = Mattes.Boxes(2000, 1000, (800, 200, 400, 600)).Edited(new MatteEdits { Grow = 7.5 });

        Assert.Equal(415, matte.Width(500), 1);
    }

    [Fact]
    public void Feathering_fades_over_the_radius_and_keeps_the_edges_place()
    {
        using var matte = Mattes.Boxes(100, 100, (0, 0, 50, 100)).Edited(new MatteEdits { Feather = 10 });

        Assert.Equal(50, matte.Width(50), 0.1);
        Assert.InRange(matte.At(45, 50), 0.7, 0.95);
        Assert.True(matte.At(38, 50) > 0.97 && matte.At(62, 50) < 0.03);
    }

    [Fact]
    public void A_region_leaves_nothing_outside_of_it()
    {
        var half = new FrameLength(0.5, IsShare: true);
        using var matte = Mattes.Of(100, 80, (_, _) => 1).Edited(new MatteEdits { Region = new FrameRegion(10, half, 500, 20) });

        Assert.Equal(90.0, matte.Width(40));
        Assert.Equal((0, 0, 0), (matte.Width(39), matte.Width(60), matte.At(9, 50)));
    }

    [Fact]
    public void Stencils_overrule_the_matte_whatever_their_size()
    {
        using var left = Mattes.Boxes(10, 10, (0, 0, 5, 10));
        using var top = Mattes.Boxes(400, 400, (0, 0, 400, 200));
        using var matte = Mattes.Of(100, 100, (_, _) => 0.5)
            .Edited(new MatteEdits { Garbage = new MatteStencil(left), Holdout = new MatteStencil(top) });

        Assert.Equal((1, 1), (matte.At(10, 10), matte.At(90, 10)));
        Assert.Equal(0, matte.At(10, 90));
        Assert.Equal(0.5, matte.At(90, 90), 0.01);
    }

    [Fact]
    public void Inverting_comes_last()
    {
        using var matte = Mattes.Boxes(100, 100, (20, 20, 60, 60), (90, 90, 3, 3))
            .Edited(new MatteEdits { DropSpecks = 20, Grow = 5, Invert = true });

        Assert.Equal(100 - 70, matte.Width(50), 0.75);
        Assert.Equal(1, matte.At(91, 91));
    }

    [Fact]
    public void Without_edits_nothing_changes()
    {
        Assert.True(MatteEdits.None.IsNone);
        Assert.True(new MatteEdits { Picks = [] }.IsNone);
        Assert.False(new MatteEdits { Picks = [new Pick(1, 1)] }.IsNone);
        Assert.False(new MatteEdits { Invert = true }.IsNone);
    }

    [Fact]
    public void What_is_out_of_range_is_refused_with_its_name()
    {
        foreach (var (edits, name) in new (MatteEdits, string)[]
        {
            (new MatteEdits { Levels = new Levels(0.6, 0.2) }, "Levels"),
            (new MatteEdits { Levels = new Levels(0, 1, 0) }, "Levels"),
            (new MatteEdits { Levels = new Levels(double.NaN, 1) }, "Levels"),
            (new MatteEdits { Threshold = 0 }, "Threshold"),
            (new MatteEdits { Threshold = 1.5 }, "Threshold"),
            (new MatteEdits { FillHoles = -1 }, "FillHoles"),
            (new MatteEdits { DropSpecks = new FrameArea(2, IsShare: true) }, "DropSpecks"),
            (new MatteEdits { DropSpecks = double.NaN }, "DropSpecks"),
            (new MatteEdits { Keep = new Keep.Largest(0) }, "Keep"),
            (new MatteEdits { Picks = [new Pick(-1, 0)] }, "Picks"),
            (new MatteEdits { Grow = 5000 }, "Grow"),
            (new MatteEdits { Grow = double.NaN }, "Grow"),
            (new MatteEdits { Feather = -1 }, "Feather"),
            (new MatteEdits { Region = new FrameRegion(0, 0, 0, 10) }, "Region"),
        })
        {
            Assert.StartsWith(name, Assert.Throws<UsageException>(edits.Validate).Message, StringComparison.Ordinal);
        }
    }

    private static Frame Ramp(string layout) =>
        Mattes.Of(101, 1, (x, _) => x / 100.0, layout == "gray" ? PixelLayout.Gray8 : PixelLayout.Gray16);

    // A bar of 20 pixels whose edges fade over so many pixels on each side.
    private static Frame Soft(int softness) => Mattes.Of(
        100, 100, (x, _) => Math.Clamp(0.5 + ((10 - Math.Abs(x - 49.5)) / (softness == 0 ? 1e-9 : 2.0 * softness)), 0, 1));
}
