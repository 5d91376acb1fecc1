using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Data.Masks;
using U2Video.Core.Metrics;
using U2Video.Core.Networks;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Training;

/// <summary>Pixels of which nobody knows what they are count neither in training nor in measuring.</summary>
public class IgnoredPixelsTests
{
    private const int Side = 64;

    [Fact]
    public void They_move_as_the_picture_does()
    {
        var augmentation = new Augmentation
        {
            Rotation = 20,
            Jitter = 0,
            Background = new() { Probability = 0 },
            Scene = new() { Probability = 0 },
        };
        using var mask = DiscInARing();
        using var image = new Mat();
        using var ignored = new Mat();
        Cv2.ExtractChannel(mask, ignored, 1);
        Cv2.CvtColor(ignored, image, ColorConversionCodes.GRAY2RGB);

        for (var seed = 0; seed < 20; seed++)
        {
            var (newImage, newMask) = augmentation.Reframe(image, mask, Side, new Random(seed));
            using (newImage)
            using (newMask)
            {
                using var gray = new Mat();
                using var plane = new Mat();
                Cv2.CvtColor(newImage, gray, ColorConversionCodes.RGB2GRAY);
                Cv2.ExtractChannel(newMask, plane, 1);

                Assert.Equal(0, Cv2.Norm(gray, plane, NormTypes.INF));
            }
        }
    }

    [Fact]
    public void A_new_background_leaves_none()
    {
        using var mask = DiscInARing();
        using var image = new Mat(mask.Size(), MatType.CV_8UC3, Scalar.All(90));

        new BackgroundReplacement { Probability = 1, EmptyShare = 0 }.Apply(image, mask, new Random(1));

        Assert.Equal(1, mask.Channels());
        Assert.Equal(255, mask.At<byte>(50, 100));
    }

    [Fact]
    public void Scenes_are_made_where_it_is_known_that_nobody_is()
    {
        // Nothing is known of the green picture, so it must not become a background; its subjects may be pasted.
        var scenes = new SceneComposition { Probability = 1, EmptyShare = 1 };

        var (scene, mask) = scenes.Compose(Side, Unknown, new Random(3));

        using (scene)
        using (mask)
        {
            using var green = new Mat();
            Cv2.InRange(scene, new Scalar(0, 250, 0), new Scalar(5, 255, 5), green);
            Assert.Equal(0, Cv2.CountNonZero(green));
            Assert.Equal(1, mask.Channels());
        }

        static (Mat Image, Mat Mask) Unknown()
        {
            var unknown = new Mat(100, 150, MatType.CV_8UC1, Scalar.Black);
            using var all = new Mat(100, 150, MatType.CV_8UC1, Scalar.White);
            MaskPlanes.Ignore(unknown, all);
            return (new Mat(100, 150, MatType.CV_8UC3, new Scalar(0, 255, 0)), unknown);
        }
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_others()
    {
        using var scope = NewDisposeScope();
        var masks = tensor(new float[] { 1, 0, 1, 0 }, [1, 1, 2, 2]);
        var weights = tensor(PixelWeights.Of([[0, 0, 255, 255]], 4)!, [1, 1, 2, 2]);

        // Both known pixels are certain and right; the others are certain and wrong.
        var loss = DeepSupervisionLoss.ToRecord(DeepSupervisionLoss.Terms(Logits(20, -20, -20, 20), masks, weights, LossMixture.Default));
        var half = DeepSupervisionLoss.ToRecord(DeepSupervisionLoss.Terms(Logits(0, 0, -20, 20), masks, weights, LossMixture.Default));

        Assert.All(loss.Terms, term => Assert.InRange(term, 0, 1e-6));
        Assert.All(half.Terms, term => Assert.Equal(Math.Log(2), term, 1e-6));

        static U2NetOutput Logits(params float[] values)
        {
            var logits = tensor(values, [1, 1, 2, 2]);
            return new U2NetOutput(logits, [.. Enumerable.Repeat(logits, 6)]);
        }
    }

    [Fact]
    public void Weights_are_none_where_all_is_known_and_have_a_mean_of_one()
    {
        Assert.Null(PixelWeights.Of([null, null], 4));
        Assert.Equal([4 / 3f, 4 / 3f, 4 / 3f, 0], PixelWeights.Of([[0, 0, 0, 255]], 4)!);
        Assert.Equal(1, PixelWeights.Of([null, [0, 255, 51, 255]], 4)!.Average(), 1e-6);
        Assert.Equal([0, 0], PixelWeights.Of([[255, 255]], 2)!);
    }

    [Fact]
    public void Measures_leave_them_out()
    {
        // Of ten pixels in a row the last four are unknown: there the mask says subject, which is no fault.
        var truth = new GroundTruth([1, 1, 1, 0, 0, 0, 0, 0, 0, 0], 10, 1) { Ignored = [0, 0, 0, 0, 0, 0, 255, 255, 255, 255] };
        float[] mask = [1, 1, 0, 1, 0, 0, 1, 1, 1, 1];

        Assert.Equal([1, 1, 0, 1, 0, 0], truth.Known(mask));
        Assert.Equal(0.5, IntersectionOverUnion.Of(truth.Known(mask), truth.Known(truth.Values)));
        Assert.Equal(2 / 6.0, MeanAbsoluteError.Of(truth.Known(mask), truth.Known(truth.Values)), 1e-9);
        Assert.Equal([1, 1, 0, 1, 0, 0, 0, 0, 0, 0], truth.Blank(mask));
        Assert.Equal([0], (truth with { Ignored = [.. Enumerable.Repeat((byte)255, 10)] }).Known(mask));
    }

    private static Mat DiscInARing()
    {
        var mask = new Mat(100, 150, MatType.CV_8UC1, Scalar.Black);
        using var ring = mask.Clone();
        Cv2.Circle(mask, new Point(100, 50), 30, Scalar.White, thickness: -1);
        Cv2.Circle(ring, new Point(100, 50), 30, Scalar.White, thickness: 6);
        MaskPlanes.Ignore(mask, ring);
        return mask;
    }
}
