using OpenCvSharp;

namespace U2Video.Core.Data.Augmentations;

/// <summary>
/// Moves a picture and its mask as a camera does between two frames: a little sideways, closer or further away, and turned.
/// </summary>
internal static class KnownMotion
{
    private const double LargestShift = 0.04;
    private const double LargestScale = 0.03;
    private const double LargestTurn = 2;

    /// <summary>The next view of a pair.</summary>
    /// <param name="image">RGB bytes; not changed.</param>
    /// <param name="mask">Bytes of the same size, with any channels; not changed.</param>
    /// <param name="random">The source of randomness.</param>
    public static (Mat Image, Mat Mask) Apply(Mat image, Mat mask, Random random)
    {
        var center = new Point2f((image.Width - 1) / 2f, (image.Height - 1) / 2f);
        using var motion = Cv2.GetRotationMatrix2D(center, LargestTurn * Either(), 1 + (LargestScale * Either()));
        motion.Set(0, 2, motion.At<double>(0, 2) + (LargestShift * image.Width * Either()));
        motion.Set(1, 2, motion.At<double>(1, 2) + (LargestShift * image.Height * Either()));
        return (Moved(image), Moved(mask));

        double Either() => (2 * random.NextDouble()) - 1;

        // The border is mirrored, so that no corners are empty.
        Mat Moved(Mat picture)
        {
            var moved = new Mat();
            Cv2.WarpAffine(picture, moved, motion, picture.Size(), InterpolationFlags.Linear, BorderTypes.Reflect101);
            return moved;
        }
    }
}
