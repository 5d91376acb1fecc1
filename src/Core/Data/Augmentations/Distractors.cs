using OpenCvSharp;

namespace U2Video.Core.Data.Augmentations;

/// <summary>
/// Adds objects that are conspicuous but not the subject: shapes with the texture of other pictures' backgrounds, lit and colored so that
/// they stand out, most of them behind the subject and some in front of it. A network that was trained to find salient objects takes such
/// objects for the subject; training with distractors corrects that.
/// </summary>
internal sealed record Distractors
{
    private const int MostThings = 3;
    private const double ShareInFront = 0.3;
    private const double SmallestThing = 0.1;
    private const double LargestThing = 0.6;

    /// <summary>The share of pictures that get distractors, 0…1.</summary>
    public double Probability { get; init; }

    /// <summary>Changes a pair in place, or leaves it as it is.</summary>
    /// <param name="image">RGB bytes, square.</param>
    /// <param name="mask">Gray bytes of the same size.</param>
    /// <param name="draw">Reads some pair; the result is disposed here.</param>
    /// <param name="random">The source of randomness.</param>
    internal void Apply(Mat image, Mat mask, Func<(Mat Image, Mat Mask)> draw, Random random)
    {
        // Ignored pixels stay where they are, so nothing is drawn over such a picture.
        if (random.NextDouble() >= Probability || mask.Channels() > 1)
        {
            return;
        }

        var things = random.Next(1, MostThings + 1);
        for (var i = 0; i < things; i++)
        {
            Add(image, mask, draw, random);
        }
    }

    private static void Add(Mat image, Mat mask, Func<(Mat Image, Mat Mask)> draw, Random random)
    {
        using var shape = Shape(image.Size(), random);
        using var thing = EmptyBackground.Draw(image.Size(), draw, random);
        Light(thing, random);
        using var hidden = new Mat();
        if (random.NextDouble() < ShareInFront)
        {
            // An object in front of the subject hides it.
            Cv2.BitwiseNot(shape, hidden);
            Cv2.Multiply(mask, hidden, mask, 1.0 / 255);
        }
        else
        {
            Cv2.BitwiseNot(mask, hidden);
            Cv2.Multiply(shape, hidden, shape, 1.0 / 255);
        }

        Compositing.Over(thing, shape, image);
    }

    // An ellipse, or a polygon whose corners lie around a center, with an edge as soft as in photographs.
    private static Mat Shape(Size size, Random random)
    {
        var shape = new Mat(size, MatType.CV_8UC1, Scalar.Black);
        var center = new Point(random.Next(size.Width), random.Next(size.Height));
        var (width, height) = (Radius(size.Width), Radius(size.Height));
        if (random.Next(3) == 0)
        {
            Cv2.Ellipse(shape, center, new Size(width, height), random.Next(180), 0, 360, Scalar.White, thickness: -1);
        }
        else
        {
            var corners = random.Next(3, 9);
            var turn = random.NextDouble() * Math.Tau;
            var outline = Enumerable.Range(0, corners).Select(corner =>
            {
                var angle = turn + (Math.Tau * corner / corners);
                var distance = 0.6 + (0.4 * random.NextDouble());
                var (sine, cosine) = Math.SinCos(angle);
                return new Point(center.X + (int)(distance * width * cosine), center.Y + (int)(distance * height * sine));
            }).ToArray();
            Cv2.FillPoly(shape, [outline], Scalar.White);
        }

        Cv2.GaussianBlur(shape, shape, new Size(0, 0), 0.5 + random.NextDouble());
        return shape;

        // Small objects are as frequent as large ones.
        int Radius(int side) =>
            Math.Max(2, (int)(side / 2.0 * SmallestThing * Math.Pow(LargestThing / SmallestThing, random.NextDouble())));
    }

    // A tint, and shading from one side to the other as on a solid object.
    private static void Light(Mat thing, Random random)
    {
        using var shade = BackgroundReplacement.Stretched(2, thing.Size(), random);
        Cv2.AddWeighted(thing, 0.5 + (0.5 * random.NextDouble()), shade, 0.2 + (0.4 * random.NextDouble()), 0, thing);
    }
}
