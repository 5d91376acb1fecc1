using OpenCvSharp;
using U2Video.Core.Training;

namespace U2Video.Core.Tests.Training;

public class AugmentationTests
{
    private const int Size = 64;

    [Fact]
    public void Picture_and_mask_undergo_the_same_geometry()
    {
        var augmentation = new Augmentation { Jitter = 0, Background = new() { Probability = 0 }, Scene = new() { Probability = 0 } };
        using var mask = Disc();
        using var image = new Mat();
        Cv2.CvtColor(mask, image, ColorConversionCodes.GRAY2RGB);

        for (var seed = 0; seed < 50; seed++)
        {
            var (newImage, newMask) = augmentation.Reframe(image, mask, Size, new Random(seed));
            using var gray = new Mat();
            Cv2.CvtColor(newImage, gray, ColorConversionCodes.RGB2GRAY);

            Assert.Equal(0, Cv2.Norm(gray, newMask, NormTypes.INF));
        }
    }

    [Fact]
    public void None_only_resizes()
    {
        using var mask = Disc();
        using var image = new Mat(mask.Size(), MatType.CV_8UC3, new Scalar(10, 120, 230));

        var (newImage, newMask) = Augmentation.None.Reframe(image, mask, Size, new Random(1));

        Assert.Equal(new Vec3b(10, 120, 230), newImage.At<Vec3b>(5, 60));
        Assert.Equal(Cv2.Mean(mask).Val0, Cv2.Mean(newMask).Val0, 1.0);
    }

    [Fact]
    public void A_replaced_background_keeps_the_subject()
    {
        var replacement = new BackgroundReplacement { Probability = 1, EmptyShare = 0 };
        using var mask = Disc();

        for (var seed = 0; seed < 20; seed++)
        {
            using var image = new Mat(mask.Size(), MatType.CV_8UC3, new Scalar(10, 120, 230));
            replacement.Apply(image, mask, new Random(seed));

            Assert.Equal(new Vec3b(10, 120, 230), image.At<Vec3b>(50, 100));
        }
    }

    [Fact]
    public void A_subject_left_out_leaves_an_empty_mask()
    {
        var replacement = new BackgroundReplacement { Probability = 1, EmptyShare = 1 };
        using var mask = Disc();
        using var image = new Mat(mask.Size(), MatType.CV_8UC3, new Scalar(10, 120, 230));

        replacement.Apply(image, mask, new Random(1));

        Assert.Equal(0, Cv2.CountNonZero(mask));
    }

    // A white disc right of the middle: no symmetry hides a wrong flip.
    private static Mat Disc()
    {
        var mask = new Mat(100, 150, MatType.CV_8UC1, Scalar.Black);
        Cv2.Circle(mask, new Point(100, 50), 30, Scalar.White, thickness: -1);
        return mask;
    }
}
