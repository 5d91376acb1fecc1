using OpenCvSharp;

namespace U2Video.Core.Data.Augmentations;

/// <summary>Makes photographs as poor as frames of clips: blurred by motion, out of focus, dark and noisy, small, or compressed.</summary>
internal sealed record Degradation
{
    /// <summary>The share of pictures that are changed, 0…1, each in one of the five ways.</summary>
    public double Probability { get; init; }

    /// <summary>Changes a picture in place, or leaves it as it is.</summary>
    /// <param name="image">RGB bytes.</param>
    /// <param name="random">The source of randomness.</param>
    internal void Apply(Mat image, Random random)
    {
        if (random.NextDouble() >= Probability)
        {
            return;
        }

        switch (random.Next(5))
        {
            case 0: Move(image, random); break;
            case 1: Cv2.GaussianBlur(image, image, new Size(0, 0), Between(0.5, image.Rows / 80.0, random)); break;
            case 2: Darken(image, random); break;
            case 3: Shrink(image, random); break;
            default: Compress(image, random); break;
        }
    }

    // The mean along a line, as in a camera that moves while the shutter is open.
    private static void Move(Mat image, Random random)
    {
        var length = random.Next(3, Math.Max(4, image.Rows / 20));
        using var line = new Mat(length, length, MatType.CV_32FC1, Scalar.Black);
        var (dx, dy) = Math.SinCos(random.NextDouble() * Math.PI);
        var middle = (length - 1) / 2.0;
        Cv2.Line(line, At(-middle), At(middle), Scalar.White);
        using var kernel = new Mat();
        Cv2.Divide(line, Cv2.Sum(line), kernel);
        Cv2.Filter2D(image, image, -1, kernel);

        Point At(double distance) => new((int)Math.Round(middle + (distance * dx)), (int)Math.Round(middle + (distance * dy)));
    }

    private static void Darken(Mat image, Random random)
    {
        var (gain, noise) = (Between(0.2, 0.7, random), Between(2, 12, random));
        using var grains = new Mat(image.Size(), MatType.CV_16SC3);
        var generator = new RNG((ulong)random.NextInt64());
        generator.Fill(grains, DistributionType.Normal, InputArray.Create(Scalar.All(0)), InputArray.Create(Scalar.All(noise)));
        using var dark = new Mat();
        image.ConvertTo(dark, MatType.CV_16SC3, gain);
        Cv2.Add(dark, grains, dark);
        dark.ConvertTo(image, MatType.CV_8UC3);
    }

    private static void Shrink(Mat image, Random random)
    {
        var share = Between(0.25, 0.7, random);
        using var small = new Mat();
        Cv2.Resize(image, small, new Size(), share, share, InterpolationFlags.Area);
        Cv2.Resize(small, image, image.Size(), interpolation: InterpolationFlags.Linear);
    }

    private static void Compress(Mat image, Random random)
    {
        Cv2.ImEncode(".jpg", image, out var file, new ImageEncodingParam(ImwriteFlags.JpegQuality, random.Next(8, 45)));
        using var decoded = Cv2.ImDecode(file, ImreadModes.Color);
        decoded.CopyTo(image);
    }

    private static double Between(double low, double high, Random random) => low + ((high - low) * random.NextDouble());
}
