using OpenCvSharp;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Training;

namespace U2Video.Core.Tests.Data.Augmentations;

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

    [Fact]
    public void Distractors_are_no_subject_and_hide_it_only_where_they_stand_before_it()
    {
        var distractors = new Distractors { Probability = 1 };
        var (changed, hidden) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            using var mask = Disc();
            using var image = new Mat(mask.Size(), MatType.CV_8UC3, new Scalar(10, 120, 230));
            using var before = mask.Clone();
            distractors.Apply(image, mask, () =>
                (new Mat(before.Size(), MatType.CV_8UC3, Scalar.All(90)), before.Clone()), new Random(seed));

            using var grown = new Mat();
            Cv2.Subtract(mask, before, grown);
            Assert.Equal(0, Cv2.CountNonZero(grown));
            using var difference = new Mat();
            Cv2.InRange(image, new Scalar(10, 120, 230), new Scalar(10, 120, 230), difference);
            changed += Cv2.CountNonZero(difference) < mask.Total() ? 1 : 0;
            hidden += Cv2.CountNonZero(mask) < Cv2.CountNonZero(before) ? 1 : 0;

            // Whatever is subject still shows the subject's color.
            using var sure = new Mat();
            Cv2.Compare(mask, new Scalar(255), sure, CmpTypes.EQ);
            using var foreign = new Mat();
            Cv2.BitwiseNot(difference, foreign);
            Cv2.BitwiseAnd(sure, foreign, foreign);
            Assert.Equal(0, Cv2.CountNonZero(foreign));
        }

        Assert.InRange(changed, 50, 60);
        Assert.InRange(hidden, 5, 45);
    }

    [Fact]
    public void Faults_change_the_picture_and_move_nothing()
    {
        using var mask = Disc();
        for (var seed = 0; seed < 40; seed++)
        {
            using var image = new Mat();
            Cv2.CvtColor(mask, image, ColorConversionCodes.GRAY2RGB);
            new Degradation { Probability = 1 }.Apply(image, new Random(seed));

            Assert.Equal(MatType.CV_8UC3, image.Type());
            Assert.Equal(mask.Size(), image.Size());
            using var gray = new Mat();
            Cv2.CvtColor(image, gray, ColorConversionCodes.RGB2GRAY);
            Assert.NotEqual(0, Cv2.Norm(gray, mask, NormTypes.INF));
            Cv2.MinMaxLoc(gray, out _, out double brightest);
            using var subject = new Mat();
            Cv2.Threshold(gray, subject, brightest / 2, 255, ThresholdTypes.Binary);
            Assert.InRange(Cv2.Norm(subject, mask, NormTypes.L1) / Cv2.Norm(mask, NormTypes.L1), 0, 0.1);
        }
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(4, 1)]
    [InlineData(22, 0.5)]
    [InlineData(39, 0.0019)]
    public void Cosine_rises_over_its_warm_up_and_falls_to_nothing(long step, double share) =>
        Assert.Equal(share, new Schedule.Cosine(0.4).At(step, stepsPerEpoch: 10, epochs: 4), 0.005);

    // A white disc right of the middle: no symmetry hides a wrong flip.
    private static Mat Disc()
    {
        var mask = new Mat(100, 150, MatType.CV_8UC1, Scalar.Black);
        Cv2.Circle(mask, new Point(100, 50), 30, Scalar.White, thickness: -1);
        return mask;
    }
}
