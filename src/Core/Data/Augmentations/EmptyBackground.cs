using OpenCvSharp;
using U2Video.Core.Data.Masks;

namespace U2Video.Core.Data.Augmentations;

/// <summary>Parts of pictures without a subject.</summary>
internal static class EmptyBackground
{
    private const int PictureTrials = 4;
    private const int CropTrials = 20;

    /// <summary>
    /// Returns a part of some picture, resized. Some pictures have no empty part; after a few of those a generated background is used.
    /// </summary>
    /// <param name="size">The size of the result.</param>
    /// <param name="draw">Reads some pair; the result is disposed here.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>RGB bytes.</returns>
    public static Mat Draw(Size size, Func<(Mat Image, Mat Mask)> draw, Random random)
    {
        for (var i = 0; i < PictureTrials; i++)
        {
            var (image, mask) = draw();
            using (image)
            using (mask)
            {
                if (EmptyPart(image, mask, random) is { } part)
                {
                    using (part)
                    {
                        var background = new Mat();
                        Cv2.Resize(part, background, size);
                        return background;
                    }
                }
            }
        }

        return BackgroundReplacement.Stretched(random.Next(2, Math.Max(3, size.Width / 8)), size, random);
    }

    private static Mat? EmptyPart(Mat image, Mat mask, Random random)
    {
        for (var trial = 0; trial < CropTrials; trial++)
        {
            var width = (int)(image.Width * Between(0.15, 0.5, random));
            var height = (int)(image.Height * Between(0.15, 0.6, random));
            var crop = new Rect(random.Next(image.Width - width), random.Next(image.Height - height), width, height);
            using var under = new Mat(mask, crop);
            if (!MaskPlanes.HasAny(under))
            {
                return new Mat(image, crop);
            }
        }

        return null;
    }

    private static double Between(double low, double high, Random random) => low + ((high - low) * random.NextDouble());
}
