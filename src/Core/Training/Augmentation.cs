using OpenCvSharp;

namespace U2Video.Core.Training;

/// <summary>Random changes of a training pair; picture and mask undergo the same geometry.</summary>
public sealed record Augmentation
{
    /// <summary>No change but the resize to the network's size.</summary>
    public static Augmentation None { get; } = new() { SmallestCrop = 1, FlipProbability = 0, Jitter = 0, Background = new() { Probability = 0 }, Scene = new() { Probability = 0 } };

    /// <summary>A crop's sides are at least this share of the picture's, 0…1; 1 is the whole picture.</summary>
    public double SmallestCrop { get; init; } = 0.45;

    /// <summary>The share of pictures that are mirrored left to right, 0…1.</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>Brightness, contrast and each channel's gain vary by up to this share, 0…1.</summary>
    public double Jitter { get; init; } = 0.25;

    /// <summary>What stands behind the subject.</summary>
    public BackgroundReplacement Background { get; init; } = new();

    /// <summary>Scenes of several pairs.</summary>
    public SceneComposition Scene { get; init; } = new();

    /// <summary>Makes one training example.</summary>
    /// <param name="own">Reads the pair whose turn it is.</param>
    /// <param name="other">Reads some pair, for a scene.</param>
    /// <param name="size">The side of the square results, in pixels.</param>
    /// <param name="random">Where all chance comes from.</param>
    internal (Mat Image, Mat Mask) Make(Func<(Mat Image, Mat Mask)> own, Func<(Mat Image, Mat Mask)> other, int size, Random random)
    {
        if (random.NextDouble() < Scene.Probability)
        {
            var (scene, sceneMask) = Scene.Compose(size, other, random);
            Recolour(scene, random);
            return (scene, sceneMask);
        }

        var (image, mask) = own();
        using (image)
        using (mask)
        {
            return Apply(image, mask, size, random);
        }
    }

    /// <summary>Crops, resizes, mirrors and recolours one pair.</summary>
    /// <param name="image">RGB bytes; not changed.</param>
    /// <param name="mask">Gray bytes of the same size; not changed.</param>
    /// <param name="size">The side of the square results, in pixels.</param>
    /// <param name="random">Where all chance comes from.</param>
    internal (Mat Image, Mat Mask) Apply(Mat image, Mat mask, int size, Random random)
    {
        var crop = DrawCrop(image.Size(), random);
        var (newImage, newMask) = (Resize(image, crop, size), Resize(mask, crop, size));
        if (random.NextDouble() < FlipProbability)
        {
            Cv2.Flip(newImage, newImage, FlipMode.Y);
            Cv2.Flip(newMask, newMask, FlipMode.Y);
        }

        Background.Apply(newImage, newMask, random);
        Recolour(newImage, random);
        return (newImage, newMask);
    }

    private Rect DrawCrop(Size picture, Random random)
    {
        if (SmallestCrop >= 1)
        {
            return new Rect(new Point(0, 0), picture);
        }

        var width = (int)(picture.Width * Between(SmallestCrop, 1, random));
        var height = (int)(picture.Height * Between(SmallestCrop, 1, random));
        return new Rect(random.Next(picture.Width - width + 1), random.Next(picture.Height - height + 1), width, height);
    }

    private static Mat Resize(Mat picture, Rect crop, int size)
    {
        using var view = new Mat(picture, crop);
        var resized = new Mat();
        Cv2.Resize(view, resized, new Size(size, size), interpolation: InterpolationFlags.Area);
        return resized;
    }

    private void Recolour(Mat image, Random random)
    {
        if (Jitter <= 0)
        {
            return;
        }

        var contrast = Between(1 - Jitter, 1 + Jitter, random);
        var brightness = Between(-Jitter, Jitter, random) * 128;
        var gains = Enumerable.Range(0, 3).Select(_ => contrast * Between(1 - (Jitter / 2), 1 + (Jitter / 2), random)).ToArray();
        Cv2.Multiply(image, new Scalar(gains[0], gains[1], gains[2]), image);
        Cv2.Add(image, Scalar.All(brightness), image);
    }

    private static double Between(double low, double high, Random random) => low + ((high - low) * random.NextDouble());
}
