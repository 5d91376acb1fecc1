using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Live;

namespace U2Video.Pipeline.Tests.Matting.Live;

public class MotionPathTests
{
    private const int Side = 128;

    [Theory]
    [InlineData(3, 2)]
    [InlineData(-2, 0)]
    [InlineData(0, -4)]
    public void A_mask_follows_what_moves(int right, int down)
    {
        const int steps = 6;
        using var estimator = new MotionEstimator();
        using var path = new MotionPath();
        for (var i = 0; i <= steps; i++)
        {
            using var picture = Textured(i * right, i * down);
            using var motion = estimator.Next(picture);
            Assert.Equal(i == 0, motion is null);
            if (motion is not null)
            {
                path.Add(motion);
            }
        }

        using var mask = Disc(Side / 2, Side / 2);
        using var moved = path.Move(mask);
        using var expected = Disc((Side / 2) + (steps * right), (Side / 2) + (steps * down));
        Assert.InRange(IoU(moved, expected), 0.95, 1);
        Assert.InRange(IoU(mask, expected), 0, 0.75);
    }

    [Fact]
    public void Without_motion_a_mask_stays_as_it_is()
    {
        using var estimator = new MotionEstimator();
        using var path = new MotionPath();
        using var picture = Textured(0, 0);
        Assert.Null(estimator.Next(picture));
        for (var i = 0; i < 20; i++)
        {
            using var motion = estimator.Next(picture);
            path.Add(motion!);
        }

        using var mask = Disc(50, 60);
        using var moved = path.Move(mask);
        Assert.InRange(mask.Values.ToArray().Zip(moved.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max(), 0, 1e-3);
    }

    [Fact]
    public void A_picture_of_another_size_has_no_motion()
    {
        using var estimator = new MotionEstimator();
        using var small = new Frame(64, 32);
        using var large = new Frame(64, 64);
        small.Pixels.Span.Clear();
        large.Pixels.Span.Clear();

        Assert.Null(estimator.Next(small));
        Assert.Null(estimator.Next(large));
        using var motion = estimator.Next(large);
        Assert.NotNull(motion);
    }

    // Blobs of about eight pixels.
    private static Frame Textured(int x, int y)
    {
        using var noise = new Mat(3 * Side, 3 * Side, MatType.CV_8UC3);
        Cv2.SetTheRNG(7);
        Cv2.Randu(noise, Scalar.All(0), Scalar.All(256));
        Cv2.GaussianBlur(noise, noise, default, 4);
        Cv2.Normalize(noise, noise, 0, 255, NormTypes.MinMax);
        var frame = new Frame(Side, Side);
        using var view = FrameMat.Of(frame);
        using var part = noise[new Rect(Side - x, Side - y, Side, Side)];
        part.CopyTo(view.Mat);
        return frame;
    }

    private static Mask Disc(int x, int y)
    {
        var mask = new Mask(Side, Side);
        using var view = FrameMat.Of(mask);
        view.Mat.SetTo(Scalar.All(0));
        Cv2.Circle(view.Mat, new Point(x, y), 30, Scalar.All(1), -1);
        return mask;
    }

    private static double IoU(Mask one, Mask other)
    {
        var pairs = one.Values.ToArray().Zip(other.Values.ToArray(), (a, b) => (One: a >= 0.5f, Other: b >= 0.5f)).ToArray();
        return (double)pairs.Count(pair => pair.One && pair.Other) / pairs.Count(pair => pair.One || pair.Other);
    }
}
