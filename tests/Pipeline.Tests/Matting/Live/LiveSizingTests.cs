using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Live;

namespace U2Video.Pipeline.Tests.Matting.Live;

/// <summary>Subjects of known speed, and how large the pictures of them are that the network sees.</summary>
public class LiveSizingTests
{
    private const int Side = 288;
    private const int MotionSide = Side / 2;

    private static readonly InputSize Whole = new(Side, Side);
    private static readonly InputSize Small = new(192, 192);

    [Theory]
    [InlineData(3.6, 1.9, false)]
    [InlineData(3.6, 2.1, true)]
    [InlineData(1.8, 3.8, false)]
    [InlineData(1.8, 4.2, true)]
    [InlineData(0, 1000, false)]
    public void Pictures_are_small_while_the_subject_moves_by_a_twentieth_of_the_side_meanwhile(
        double placesAFrame, double framesForAPicture, bool isSmall)
    {
        using var sizing = new LiveSizing();
        See(sizing, left: 1);
        Follow(sizing, placesAFrame, placesAFrame);

        Assert.Equal(isSmall ? Small : Whole, sizing.For(Whole, framesForAPicture));
    }

    [Fact]
    public void What_moves_beside_the_subject_does_not_count()
    {
        using var sizing = new LiveSizing();
        See(sizing, left: 1, right: 0);

        Follow(sizing, left: 0, right: 50);
        Assert.Equal(Whole, sizing.For(Whole, 4));

        Follow(sizing, left: 5, right: 0);
        Assert.Equal(Small, sizing.For(Whole, 4));
    }

    [Fact]
    public void Without_a_subject_pictures_are_whole()
    {
        using var sizing = new LiveSizing();
        Follow(sizing, 50, 50);
        See(sizing, left: 0, right: 0);
        Follow(sizing, 50, 50);

        Assert.Equal(Whole, sizing.For(Whole, 4));
    }

    [Fact]
    public void Before_the_pace_is_known_pictures_are_whole()
    {
        using var sizing = new LiveSizing();
        See(sizing, left: 1);
        Follow(sizing, 50, 50);

        Assert.Equal(Whole, sizing.For(Whole, null));
    }

    [Fact]
    public void Who_turns_around_is_still_fast_and_who_stops_is_not()
    {
        using var sizing = new LiveSizing();
        See(sizing, left: 1);
        Follow(sizing, 5, 5);

        Follow(sizing, 0, 0);
        Follow(sizing, 0, 0);
        Assert.Equal(Small, sizing.For(Whole, 4));

        for (var i = 0; i < 10; i++)
        {
            Follow(sizing, 0, 0);
        }

        Assert.Equal(Whole, sizing.For(Whole, 4));
    }

    [Fact]
    public void A_new_scene_begins_with_whole_pictures()
    {
        using var sizing = new LiveSizing();
        See(sizing, left: 1);
        Follow(sizing, 5, 5);

        sizing.Forget();

        Assert.Equal(Whole, sizing.For(Whole, 4));
    }

    [Theory]
    [InlineData(320, 320, 224, 224)]
    [InlineData(256, 256, 160, 160)]
    [InlineData(384, 224, 256, 160)]
    [InlineData(192, 192, 192, 192)]
    [InlineData(512, 160, 512, 160)]
    public void Small_pictures_have_two_thirds_of_the_side_and_are_not_too_small(int width, int height, int smallWidth, int smallHeight)
    {
        using var sizing = new LiveSizing();
        See(sizing, left: 1);
        Follow(sizing, 20, 20);

        Assert.Equal(new InputSize(smallWidth, smallHeight), sizing.For(new InputSize(width, height), 4));
    }

    private static void See(LiveSizing sizing, float left, float? right = null)
    {
        using var mask = new Mask(Side, Side);
        for (var i = 0; i < mask.Values.Length; i++)
        {
            mask.Values[i] = i % Side < Side / 2 ? left : right ?? left;
        }

        sizing.See(mask);
    }

    // Diagonally to one side in both halves of the picture, by lengths in places.
    private static void Follow(LiveSizing sizing, double left, double right)
    {
        using var motion = new Mat(MotionSide, MotionSide, MatType.CV_32FC2, new Scalar(0.6 * left, -0.8 * left));
        using var half = motion[new Rect(MotionSide / 2, 0, MotionSide / 2, MotionSide)];
        half.SetTo(new Scalar(0.6 * right, -0.8 * right));
        sizing.Follow(motion);
    }
}
