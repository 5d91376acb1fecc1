using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Editing;

namespace U2Video.Pipeline.Tests.Matting.Editing;

public sealed class PartTests
{
    [Theory]
    [InlineData(99, 0)]
    [InlineData(101, 1)]
    public void Holes_below_the_area_are_filled(double area, double value)
    {
        using var matte = Holed(10, 10).Edited(new MatteEdits { FillHoles = area });

        Assert.Equal(value, matte.At(50, 50));
        Assert.Equal(0, matte.At(5, 5));
    }

    [Fact]
    public void A_filled_hole_leaves_no_soft_rim()
    {
        using var matte = Mattes.Of(100, 100, (x, y) => Math.Clamp((Math.Max(Math.Abs(x - 50), Math.Abs(y - 50)) - 3) / 4.0, 0, 1))
            .Edited(new MatteEdits { FillHoles = 200 });

        Assert.All(Enumerable.Range(0, 100), y => Assert.Equal(100, matte.Width(y)));
    }

    [Fact]
    public void A_bay_is_no_hole()
    {
        using var matte = Mattes.Of(100, 100, (x, y) => x is > 40 and < 60 && y < 10 ? 0 : 1).Edited(new MatteEdits { FillHoles = 1000 });

        Assert.Equal(0, matte.At(50, 5));
    }

    [Fact]
    public void A_hole_around_the_limit_does_not_flicker()
    {
        var editor = new MatteEditor(new MatteEdits { FillHoles = 100 }, Mattes.Milliseconds);

        Assert.Equal([0, 0, 0, 1, 1, 1, 0], new[] { (12, 10), (8, 10), (10, 10), (6, 10), (8, 10), (9, 10), (11, 10) }.Select(hole =>
        {
            using var matte = Holed(hole.Item1, hole.Item2).Edited(editor);
            return matte.At(50, 50);
        }));
    }

    [Fact]
    public void Specks_are_dropped_with_their_soft_edge_and_the_subject_keeps_its_own()
    {
        using var matte = Mattes.Of(100, 100, (x, y) => Math.Max(Blob(x, y, 40, 50, 20), 0.9 * Blob(x, y, 85, 15, 3)))
            .Edited(new MatteEdits { DropSpecks = 150 });
        using var alone = Mattes.Of(100, 100, (x, y) => Blob(x, y, 40, 50, 20));

        Assert.Equal(alone.Pixels.ToArray(), matte.Pixels.ToArray());
    }

    [Fact]
    public void A_faint_speck_is_dropped_too()
    {
        using var matte = Mattes.Of(100, 100, (x, y) => x < 50 ? 1 : x is > 80 and < 84 && y is > 80 and < 84 ? 0.06 : 0)
            .Edited(new MatteEdits { DropSpecks = 20 });

        Assert.Equal((0, 50), (matte.At(82, 82), matte.Width(82)));
    }

    [Fact]
    public void A_speck_that_was_shown_goes_only_when_it_is_a_third_smaller_and_a_cut_forgets_it()
    {
        var editor = new MatteEditor(new MatteEdits { DropSpecks = 100 }, Mattes.Milliseconds);

        Assert.Equal([1, 1, 0, 0, 1, 0], new[] { (11, false), (8, false), (6, false), (8, false), (12, false), (8, true) }.Select(speck =>
        {
            using var matte = Mattes.Boxes(100, 100, (0, 0, 40, 100), (70, 40, speck.Item1, 10)).Edited(editor, startsScene: speck.Item2);
            return matte.At(72, 45);
        }));
    }

    [Fact]
    public void The_largest_part_stays_and_does_not_change_places_at_every_frame()
    {
        var editor = new MatteEditor(new MatteEdits { Keep = new Keep.Largest() }, Mattes.Milliseconds);
        var shown = new[] { 30, 36, 30, 50, 36 }.Select(right =>
        {
            using var matte = Mattes.Boxes(100, 100, (0, 0, 33, 50), (50, 0, right - 5, 50)).Edited(editor);
            return (matte.At(10, 10), matte.At(52, 10));
        });

        Assert.Equal([(1, 0), (1, 0), (1, 0), (0, 1), (0, 1)], shown);
    }

    [Fact]
    public void As_many_parts_stay_as_are_wanted()
    {
        using var matte = Mattes.Boxes(100, 100, (0, 0, 30, 30), (40, 0, 20, 20), (70, 0, 10, 10))
            .Edited(new MatteEdits { Keep = new Keep.Largest(2) });

        Assert.Equal((1, 1, 0), (matte.At(5, 5), matte.At(45, 5), matte.At(75, 5)));
    }

    [Fact]
    public void The_central_part_stays_even_where_another_is_larger()
    {
        using var matte = Mattes.Boxes(100, 100, (0, 0, 25, 100), (40, 40, 20, 20)).Edited(new MatteEdits { Keep = new Keep.Central() });

        Assert.Equal((0, 1), (matte.At(5, 50), matte.At(50, 50)));
    }

    [Fact]
    public void A_picked_part_is_followed_and_found_again()
    {
        var editor = new MatteEditor(new MatteEdits { Picks = [new Pick(22, 50, TimeSpan.FromMilliseconds(40))] }, Mattes.Milliseconds);

        // Both before the pick, then one that moves while the other comes near, then none, then it is back.
        Assert.Equal((1, 1), Show(0, 20, 70));
        Assert.Equal((1, 0), Show(40, 20, 60));
        Assert.Equal((1, 0), Show(80, 28, 50));
        Assert.Equal((1, 0), Show(120, 36, 60));
        Assert.Equal((0, 0), Show(160, -50, 70));
        Assert.Equal((1, 0), Show(200, 38, 70));

        (double First, double Second) Show(int time, int first, int second)
        {
            using var matte = Mattes.Of(
                100,
                100,
                (x, y) => y is > 30 and < 70 && ((x >= first && x < first + 12) || (x >= second && x < second + 12)) ? 1 : 0,
                time: time);
            matte.Edited(editor);
            return (first < 0 ? 0 : matte.At(first + 6, 50), matte.At(second + 6, 50));
        }
    }

    [Fact]
    public void Of_two_picked_parts_each_is_found_again()
    {
        var editor = new MatteEditor(new MatteEdits { Picks = [new Pick(20, 20), new Pick(80, 20)] }, Mattes.Milliseconds);

        var shown = new[] { true, false, true }.Select(both =>
        {
            using var matte = (both ? Mattes.Boxes(100, 100, (10, 10, 20, 20), (70, 10, 20, 20)) : Mattes.Boxes(100, 100, (70, 10, 20, 20)))
                .Edited(editor);
            return (matte.At(20, 20), matte.At(80, 20));
        });

        Assert.Equal([(1, 1), (0, 1), (1, 1)], shown);
    }

    [Fact]
    public void A_pick_beside_every_part_says_where_and_when()
    {
        using var matte = Mattes.Boxes(100, 100, (0, 0, 20, 20));

        var error = Assert.Throws<InputException>(() => matte.Edited(new MatteEdits { Picks = [new Pick(80, 80)] }));

        Assert.Equal("Picks 80,80: there is no subject at this place at 00:00:00.00; pick another place or time.", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Empty_and_full_mattes_pass_all_rules(double value)
    {
        using var matte = Mattes.Of(64, 48, (_, _) => value).Edited(new MatteEdits
        {
            FillHoles = 10,
            DropSpecks = 10,
            Keep = new Keep.Largest(),
            Grow = 3,
            Feather = 2,
        });

        Assert.Equal(64 * value, matte.Width(20));
    }

    private static Frame Holed(int width, int height) => Mattes.Of(
        100, 100, (x, y) => x is < 10 or >= 90 || y is < 10 or >= 90 || (x >= 48 && x < 48 + width && y >= 48 && y < 48 + height) ? 0 : 1);

    private static double Blob(int x, int y, int centerX, int centerY, double radius) =>
        Math.Clamp(0.5 + ((radius - Math.Sqrt(Math.Pow(x - centerX, 2) + Math.Pow(y - centerY, 2))) / 3), 0, 1);
}
