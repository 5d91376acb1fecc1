using OpenCvSharp;
using U2Video.Core.Data.Masks;

namespace U2Video.Core.Data.Augmentations;

/// <summary>
/// Makes a scene from several pairs: a part of one picture without a subject, and in front of it the subjects of others, small and
/// large, at any place. Pictures of people mostly show one large person in the middle; clips do not.
/// </summary>
internal sealed record SceneComposition
{
    private const int MostSubjects = 4;
    private const double SmallestSubject = 0.12;
    private const double LargestSubject = 0.8;

    /// <summary>The share of pictures that are composed, 0…1.</summary>
    public double Probability { get; init; } = 0.3;

    /// <summary>The share of those without any subject, 0…1.</summary>
    public double EmptyShare { get; init; } = 0.1;

    /// <summary>Composes a scene.</summary>
    /// <param name="size">The side of the square scene, in pixels.</param>
    /// <param name="draw">Reads some pair; the result is disposed here.</param>
    /// <param name="random">The source of randomness.</param>
    internal (Mat Image, Mat Mask) Compose(int size, Func<(Mat Image, Mat Mask)> draw, Random random)
    {
        var scene = EmptyBackground.Draw(new Size(size, size), draw, random);
        var sceneMask = new Mat(size, size, MatType.CV_8UC1, Scalar.Black);
        var subjects = random.NextDouble() < EmptyShare ? 0 : random.Next(1, MostSubjects + 1);
        for (var i = 0; i < subjects; i++)
        {
            var (image, mask) = draw();
            using (image)
            using (mask)
            {
                Paste(image, mask, scene, sceneMask, random);
            }
        }

        return (scene, sceneMask);
    }

    private static void Paste(Mat image, Mat mask, Mat scene, Mat sceneMask, Random random)
    {
        MaskPlanes.KeepSubject(mask);
        var extent = Cv2.BoundingRect(mask);
        if (extent.Width < 2 || extent.Height < 2)
        {
            return;
        }

        // Small subjects are as frequent as large ones.
        var share = SmallestSubject * Math.Pow(LargestSubject / SmallestSubject, random.NextDouble());
        var height = Math.Max(2, (int)(share * scene.Height));
        var width = Math.Max(2, (int)((double)extent.Width / extent.Height * height));
        using var subject = Scaled(image, extent, width, height);
        using var alpha = Scaled(mask, extent, width, height);
        if (random.Next(2) == 0)
        {
            Cv2.Flip(subject, subject, FlipMode.Y);
            Cv2.Flip(alpha, alpha, FlipMode.Y);
        }

        // Up to a quarter of it may lie outside of the scene.
        var place = new Rect(
            random.Next(-width / 4, Math.Max(1, scene.Width - (width * 3 / 4))),
            random.Next(-height / 4, Math.Max(1, scene.Height - (height * 3 / 4))),
            width,
            height);
        var visible = place & new Rect(0, 0, scene.Width, scene.Height);
        if (visible.Width <= 0 || visible.Height <= 0)
        {
            return;
        }

        var part = new Rect(visible.X - place.X, visible.Y - place.Y, visible.Width, visible.Height);
        using var subjectPart = new Mat(subject, part);
        using var alphaPart = new Mat(alpha, part);
        using var target = new Mat(scene, visible);
        using var targetMask = new Mat(sceneMask, visible);
        Compositing.Over(subjectPart, alphaPart, target);
        Cv2.Max(targetMask, alphaPart, targetMask);
    }

    private static Mat Scaled(Mat picture, Rect extent, int width, int height)
    {
        using var view = new Mat(picture, extent);
        var scaled = new Mat();
        Cv2.Resize(view, scaled, new Size(width, height), interpolation: InterpolationFlags.Area);
        return scaled;
    }
}
