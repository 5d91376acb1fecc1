using OpenCvSharp;
using U2Video.Core.Data.Masks;

namespace U2Video.Core.Data.Augmentations;

/// <summary>
/// Puts the subject of a training pair before a generated background (flat, gradient, coarse noise, or a picture blurred beyond
/// recognition), and sometimes leaves the subject out, so that the network learns empty masks.
/// </summary>
internal sealed record BackgroundReplacement
{
    /// <summary>The share of pictures that get another background, 0…1.</summary>
    public double Probability { get; init; } = 0.25;

    /// <summary>The share of those without any subject and with an empty mask, 0…1.</summary>
    public double EmptyShare { get; init; } = 0.15;

    /// <summary>Changes a pair in place, or leaves it as it is.</summary>
    /// <param name="image">RGB bytes, square.</param>
    /// <param name="mask">
    /// Bytes of the same size, with a second channel if pixels are to be ignored; a new background removes that channel.
    /// </param>
    /// <param name="random">The source of randomness.</param>
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
        0 => new Mat(image.Size(), MatType.CV_8UC3, Color(random)),
        1 => Stretched(2, image.Size(), random),
        2 => Stretched(random.Next(3, Math.Max(4, image.Rows)), image.Size(), random),
        _ => Blurred(image),
    };

    /// <summary>A few random colors, enlarged smoothly: two by two make a gradient, many make noise.</summary>
    internal static Mat Stretched(int colors, Size size, Random random)
    {
        using var small = new Mat(colors, colors, MatType.CV_8UC3);
        for (var row = 0; row < colors; row++)
        {
            for (var column = 0; column < colors; column++)
            {
                var color = Color(random);
                small.Set(row, column, new Vec3b((byte)color.Val0, (byte)color.Val1, (byte)color.Val2));
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

    private static Scalar Color(Random random) => new(random.Next(256), random.Next(256), random.Next(256));
}
