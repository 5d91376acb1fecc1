using OpenCvSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Data.Augmentations;

/// <summary>Random changes of a training pair. Picture and mask get the same geometric changes.</summary>
internal sealed record Augmentation
{
    /// <summary>No change but the resize to the network's size.</summary>
    public static Augmentation None { get; } = new()
    {
        Crop = CropMode.Whole,
        FlipProbability = 0,
        Rotation = 0,
        Jitter = 0,
        Background = new() { Probability = 0 },
        Scene = new() { Probability = 0 },
    };

    /// <summary>Which part of a picture is taken.</summary>
    public CropMode Crop { get; init; } = CropMode.Resized;

    /// <summary>With <see cref="CropMode.Resized"/>: a crop's sides are at least this share of the picture's, 0.05…1.</summary>
    public double SmallestCrop { get; init; } = 0.45;

    /// <summary>Pictures are turned by up to this many degrees, either way, 0…45.</summary>
    public double Rotation { get; init; }

    /// <summary>The share of pictures that are mirrored left to right, 0…1.</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>Brightness, contrast and each channel's gain vary by up to this share, 0…1.</summary>
    public double Jitter { get; init; } = 0.25;

    /// <summary>What stands behind the subject.</summary>
    public BackgroundReplacement Background { get; init; } = new();

    /// <summary>Scenes of several pairs.</summary>
    public SceneComposition Scene { get; init; } = new();

    /// <summary>Objects that are not the subject.</summary>
    public Distractors Distractors { get; init; } = new();

    /// <summary>Faults as in frames of clips.</summary>
    public Degradation Degradation { get; init; } = new();

    /// <summary>Makes one training example.</summary>
    /// <param name="own">Reads the pair to augment.</param>
    /// <param name="other">Reads another pair, for a scene.</param>
    /// <param name="size">The side of the square results, in pixels.</param>
    /// <param name="random">The source of randomness.</param>
    internal (Mat Image, Mat Mask) Make(Func<(Mat Image, Mat Mask)> own, Func<(Mat Image, Mat Mask)> other, int size, Random random)
    {
        var (image, mask) = random.NextDouble() < Scene.Probability ? Scene.Compose(size, other, random) : OnePicture(own, size, random);
        Distractors.Apply(image, mask, other, random);
        Recolor(image, random);
        Degradation.Apply(image, random);
        return (image, mask);
    }

    private (Mat Image, Mat Mask) OnePicture(Func<(Mat Image, Mat Mask)> read, int size, Random random)
    {
        var (image, mask) = read();
        using (image)
        using (mask)
        {
            return Reframe(image, mask, size, random);
        }
    }

    /// <summary>Crops, resizes, mirrors and turns one pair, and puts it before another background.</summary>
    /// <param name="image">RGB bytes; not changed.</param>
    /// <param name="mask">Bytes of the same size, with a second channel where pixels are to be ignored; not changed.</param>
    /// <param name="size">The side of the square results, in pixels.</param>
    /// <param name="random">The source of randomness.</param>
    internal (Mat Image, Mat Mask) Reframe(Mat image, Mat mask, int size, Random random)
    {
        var crop = DrawCrop(image.Size(), size, random);
        var (newImage, newMask) = (Resize(image, crop, size), Resize(mask, crop, size));
        if (random.NextDouble() < FlipProbability)
        {
            Cv2.Flip(newImage, newImage, FlipMode.Y);
            Cv2.Flip(newMask, newMask, FlipMode.Y);
        }

        Turn(newImage, newMask, random);
        Background.Apply(newImage, newMask, random);
        return (newImage, newMask);
    }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Validate()
    {
        Check(SmallestCrop is >= 0.05 and <= 1, $"{Named.Crop} resized:{SmallestCrop}: give a share from 0.05 to 1");
        Check(Rotation is >= 0 and <= 45, $"{Named.Rotation} {Rotation}: give 0 to 45 degrees");
        Check(Jitter is >= 0 and <= 0.9, $"{Named.Jitter} {Jitter}: give 0 to 0.9");
        Check(FlipProbability is >= 0 and <= 1, $"{Named.FlipProbability} {FlipProbability}: give 0 to 1");
        Check(Background.Probability is >= 0 and <= 1, $"{Named.Background} {Background.Probability}: give 0 to 1");
        Check(Distractors.Probability is >= 0 and <= 1, $"{Named.Distractors} {Distractors.Probability}: give 0 to 1");
        Check(Degradation.Probability is >= 0 and <= 1, $"{Named.Degradation} {Degradation.Probability}: give 0 to 1");
        Check(Scene.Probability is >= 0 and <= 1, $"{Named.Scene} {Scene.Probability}: give 0 to 1");

        static void Check(bool holds, MessageText otherwise)
        {
            if (!holds)
            {
                throw new UsageException($"{otherwise}.");
            }
        }
    }

    private Rect DrawCrop(Size picture, int size, Random random)
    {
        if (Crop == CropMode.Whole)
        {
            return new Rect(new Point(0, 0), picture);
        }

        // A picture below the training size gives its largest square, which is then enlarged.
        var (width, height) = Crop == CropMode.Fixed
            ? (Math.Min(size, Math.Min(picture.Width, picture.Height)), Math.Min(size, Math.Min(picture.Width, picture.Height)))
            : ((int)(picture.Width * Between(SmallestCrop, 1, random)), (int)(picture.Height * Between(SmallestCrop, 1, random)));
        return new Rect(random.Next(picture.Width - width + 1), random.Next(picture.Height - height + 1), width, height);
    }

    // Turned about the center, with the border mirrored, so that no corners are empty.
    private void Turn(Mat image, Mat mask, Random random)
    {
        if (Rotation <= 0)
        {
            return;
        }

        var center = new Point2f((image.Width - 1) / 2f, (image.Height - 1) / 2f);
        using var turn = Cv2.GetRotationMatrix2D(center, Between(-Rotation, Rotation, random), 1);
        foreach (var picture in new[] { image, mask })
        {
            Cv2.WarpAffine(picture, picture, turn, picture.Size(), InterpolationFlags.Linear, BorderTypes.Reflect101);
        }
    }

    private static Mat Resize(Mat picture, Rect crop, int size)
    {
        using var view = new Mat(picture, crop);
        var resized = new Mat();
        Cv2.Resize(view, resized, new Size(size, size), interpolation: InterpolationFlags.Area);
        return resized;
    }

    internal void Recolor(Mat image, Random random)
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

    private static class Named
    {
        public static readonly PropertyName Crop = Of(nameof(Augmentation.Crop));
        public static readonly PropertyName Rotation = Of(nameof(Augmentation.Rotation));
        public static readonly PropertyName Jitter = Of(nameof(Augmentation.Jitter));
        public static readonly PropertyName FlipProbability = Of(nameof(Augmentation.FlipProbability));
        public static readonly PropertyName Background = Of(nameof(Augmentation.Background));
        public static readonly PropertyName Distractors = Of(nameof(Augmentation.Distractors));
        public static readonly PropertyName Degradation = Of(nameof(Augmentation.Degradation));
        public static readonly PropertyName Scene = Of(nameof(Augmentation.Scene));

        private static PropertyName Of(string name) => PropertyName.Of<Augmentation>(name);
    }
}
