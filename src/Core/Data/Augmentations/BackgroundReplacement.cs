using OpenCvSharp;
using U2Video.Core.Data.Masks;

namespace U2Video.Core.Data.Augmentations;

/// <summary>
/// Puts the subject of a training pair before a made background (flat, gradient, coarse noise, or a picture blurred past
/// recognition), and now and then leaves the subject out: what is no person must not become one.
/// </summary>
public sealed record BackgroundReplacement
{
    /// <summary>The share of pictures that get another background, 0…1.</summary>
    public double Probability { get; init; } = 0.25;

    /// <summary>The share of those whose subject is left out altogether, with an empty mask, 0…1.</summary>
    public double EmptyShare { get; init; } = 0.15;

    /// <summary>Changes a pair in place, or leaves it.</summary>
    /// <param name="image">RGB bytes, square.</param>
    /// <param name="mask">
    /// Bytes of the same size, with a second channel where pixels are to be ignored, which a new background ends.
    /// </param>
    /// <param name="random">Where all chance comes from.</param>
    internal void Apply(Mat image, Mat mask, Random random)
    {
        if (random.NextDouble() >= Probability)
        {
            return;
        }

        MaskPlanes.KeepSubject(mask);
        using var background = Draw(image, random);
        if (random.NextDouble() < EmptyShare)
        {
            mask.SetTo(Scalar.Black);
        }

        Compositing.Over(image, mask, background);
        background.CopyTo(image);
    }

    private static Mat Draw(Mat image, Random random) => random.Next(4) switch
    {
        0 => new Mat(image.Size(), MatType.CV_8UC3, Colour(random)),
        1 => Stretched(2, image.Size(), random),
        2 => Stretched(random.Next(3, Math.Max(4, image.Rows)), image.Size(), random),
        _ => Blurred(image),
    };

    /// <summary>Few random colours stretched smoothly: two by two make a gradient, many make noise.</summary>
    internal static Mat Stretched(int colours, Size size, Random random)
    {
        using var small = new Mat(colours, colours, MatType.CV_8UC3);
        for (var row = 0; row < colours; row++)
        {
            for (var column = 0; column < colours; column++)
            {
                var colour = Colour(random);
                small.Set(row, column, new Vec3b((byte)colour.Val0, (byte)colour.Val1, (byte)colour.Val2));
            }
        }

        var stretched = new Mat();
        Cv2.Resize(small, stretched, size, interpolation: InterpolationFlags.Linear);
        return stretched;
    }

    private static Mat Blurred(Mat image)
    {
        var blurred = new Mat();
        Cv2.GaussianBlur(image, blurred, new Size(0, 0), image.Rows / 8.0);
        Cv2.Flip(blurred, blurred, FlipMode.Y);
        return blurred;
    }

    private static Scalar Colour(Random random) => new(random.Next(256), random.Next(256), random.Next(256));
}
