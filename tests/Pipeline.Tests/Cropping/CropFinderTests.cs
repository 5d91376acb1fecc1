using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Cropping;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Cropping;

/// <summary>Crops of mattes that are worked out by hand.</summary>
public sealed class CropFinderTests : IDisposable
{
    private const int Width = 100;
    private const int Height = 60;

    private static readonly VideoFormat Video = new(Width, Height, new Rational(1, 10), new Rational(1, 1), PixelLayout.Rgb24);

    public void Dispose() => Assert.Equal(0, Frame.AliveCount);

    [Fact]
    public void A_picture_is_cropped_to_its_subject()
    {
        Assert.Equal([new Rect(31, 20, 7, 11)], Plan(new SubjectCrop(), new Rect(31, 20, 7, 11))!.Windows);
        Assert.Equal([new Rect(28, 17, 13, 17)], Plan(new SubjectCrop(Margin: 3), new Rect(31, 20, 7, 11))!.Windows);
        Assert.Equal(
            [new Rect(25, 14, 19, 23)], Plan(new SubjectCrop(Margin: new FrameLength(0.1, true)), new Rect(31, 20, 7, 11))!.Windows);
    }

    [Fact]
    public void The_margin_ends_at_the_frame() =>
        Assert.Equal([new Rect(0, 0, 48, 41)], Plan(new SubjectCrop(Margin: 10), new Rect(3, 0, 35, 31))!.Windows);

    [Fact]
    public void A_clip_has_one_box_of_even_sides() => Assert.Equal(
        [new Rect(10, 5, 42, 22)],
        Plan(new SubjectCrop(), new Rect(10, 5, 8, 8), null, new Rect(40, 20, 11, 7))!.Windows);

    [Fact]
    public void Without_a_subject_there_is_no_plan() => Assert.Null(Plan(new SubjectCrop(Follows: true), null, null));

    [Fact]
    public void A_veil_is_no_subject() => Assert.Null(Find(new SubjectCrop(), 20, new Rect(10, 10, 9, 9)).Plan());

    [Fact]
    public void A_moving_box_has_one_size_and_always_holds_the_subject()
    {
        var boxes = Enumerable.Range(0, 40).Select(i => (Rect?)new Rect(2 * i, 20 + (i % 3), 12, 20)).ToArray();
        boxes[20] = null;

        var plan = Plan(new SubjectCrop(Follows: true, 2), boxes)!;

        Assert.Equal(40, plan.Windows.Count);
        Assert.All(plan.Windows, window => Assert.Equal(plan.Size, (window.Width, window.Height)));
        Assert.Equal((0, 0), (plan.Size.Width % 2, plan.Size.Height % 2));
        Assert.InRange(plan.Size.Width, 16, 34);
        Assert.All(
            plan.Windows.Zip(boxes).Where(pair => pair.Second is not null),
            pair => Assert.True(pair.First.Contains(pair.Second!.Value)));
        Assert.All(plan.Windows.Zip(plan.Windows.Skip(1)), pair => Assert.InRange(pair.Second.X - pair.First.X, 0, 3));
        Assert.All(plan.Windows, window => Assert.True(new Rect(0, 0, Width, Height).Contains(window)));
    }

    // Its middle rises and falls, but the box that ends at the frame's edge need not.
    [Fact]
    public void A_subject_at_the_edge_of_the_frame_does_not_enlarge_the_box_by_its_movement()
    {
        var boxes = Enumerable.Range(0, 30).Select(i => (Rect?)new Rect(40, 20 + (i / 6 % 2 * 12), 20, 40 - (i / 6 % 2 * 12))).ToArray();

        var plan = Plan(new SubjectCrop(Follows: true, 2), boxes)!;

        Assert.InRange(plan.Size.Height, 42, 44);
        Assert.All(plan.Windows, window => Assert.Equal(Height, window.Bottom));
    }

    [Fact]
    public void A_subject_that_fills_the_frame_leaves_nothing_to_crop() =>
        Assert.Equal((Width, Height), Plan(new SubjectCrop(Follows: true), Full, Full)!.Size);

    private static Rect Full => new(0, 0, Width, Height);

    [Fact]
    public void A_moving_box_jumps_at_a_cut_instead_of_gliding()
    {
        var boxes = Enumerable.Range(0, 20).Select(i => (Rect?)new Rect(i < 10 ? 5 : 70, 20, 10, 10)).ToArray();
        var finder = new CropFinder(new SubjectCrop(Follows: true), Video);
        for (var i = 0; i < boxes.Length; i++)
        {
            using var matted = Matted(i, boxes[i], byte.MaxValue, i is 0 or 10);
            finder.Add(matted);
        }

        var windows = finder.Plan()!.Windows;

        Assert.Equal(Enumerable.Repeat(5, 10).Concat(Enumerable.Repeat(70, 10)), windows.Select(window => window.X));
        Assert.Equal((10, 10), (windows[0].Width, windows[0].Height));
    }

    private static CropPlan? Plan(SubjectCrop crop, params Rect?[] boxes) => Find(crop, byte.MaxValue, boxes).Plan();

    private static CropFinder Find(SubjectCrop crop, byte alpha, params Rect?[] boxes)
    {
        var finder = new CropFinder(crop, Video);
        for (var i = 0; i < boxes.Length; i++)
        {
            using var matted = Matted(i, boxes[i], alpha, i == 0);
            finder.Add(matted);
        }

        return finder;
    }

    private static MattedFrame Matted(int time, Rect? box, byte alpha, bool startsScene)
    {
        var (frame, matte) = (new Frame(Width, Height, time), new Frame(Width, Height, time, PixelLayout.Gray8));
        frame.Pixels.Span.Clear();
        matte.Pixels.Span.Clear();
        if (box is { } subject)
        {
            using var pixels = FrameMat.Of(matte);
            pixels.Mat[subject].SetTo(Scalar.All(alpha));
        }

        return new MattedFrame(frame, matte) { StartsScene = startsScene };
    }
}
