using OpenCvSharp;
using U2Video.Benchmarks.Smoothing;

namespace U2Video.Benchmarks.Fix;

/// <summary>
/// Clips in which the network alone has no chance: a thing in the hand that belongs to the subject, a person who does not.
/// </summary>
internal static class FixClips
{
    /// <summary>A person holds a thing, which is subject too.</summary>
    public static ClipKind HeldObject { get; } = new("held object", Sway: 16, Period: 60, Pan: 0.4, Noise: 3);

    /// <summary>Of two people, only one is the subject.</summary>
    public static ClipKind SecondPerson { get; } = new("second person", Sway: 10, Period: 60, Pan: 0.4, Noise: 3);

    /// <summary>All kinds: these two, and those of the benchmark of smoothing.</summary>
    public static IReadOnlyList<ClipKind> All => [HeldObject, SecondPerson, .. ClipKind.All];

    /// <summary>Makes a clip.</summary>
    public static Smoothing.Clip Make(ClipGenerator generator, ClipKind kind, int number) =>
        kind == HeldObject ? generator.Make(kind, number, (scene, random) => WithThing(scene, generator, random))
        : kind == SecondPerson ? generator.Make(kind, number, (scene, random) => WithBystander(scene, generator, random))
        : generator.Make(kind, number);

    // A piece of other scenery, an ellipse or a rectangle, beside the person and partly before it.
    private static Scene WithThing(Scene scene, ClipGenerator generator, Random random)
    {
        var (person, texture) = (scene.Person, generator.Any(random).Scenery);
        var (width, height) = (person.Alpha.Cols, person.Alpha.Rows);
        var side = width / 2;
        var thing = new Size((int)(height * (0.18 + (0.1 * random.NextDouble()))), (int)(height * (0.15 + (0.1 * random.NextDouble()))));
        using var alpha = Padded(person.Alpha, side, side);
        using var colors = Padded(person.Person, side, side);
        var row = (int)(height * (0.35 + (0.15 * random.NextDouble())));
        var (left, right) = Extent(alpha, row);
        var column = random.Next(2) == 0 ? left - (int)(0.2 * thing.Width) : right + (int)(0.2 * thing.Width);
        using var shape = new Mat(alpha.Size(), MatType.CV_32FC1, Scalar.All(0));
        if (random.Next(2) == 0)
        {
            Cv2.Ellipse(shape, new RotatedRect(new Point2f(column, row), thing, random.Next(-30, 30)), Scalar.All(1), -1);
        }
        else
        {
            var corner = new Point(column - (thing.Width / 2), row - (thing.Height / 2));
            Cv2.Rectangle(shape, new Rect(corner, thing), Scalar.All(1), -1);
        }

        Cv2.GaussianBlur(shape, shape, default, 0.8);
        using var piece = texture.Resize(alpha.Size());
        using var surface = new Mat();
        piece.ConvertTo(surface, MatType.CV_32FC3);
        using var three = shape.CvtColor(ColorConversionCodes.GRAY2BGR);
        Cv2.Multiply(surface, three, surface);
        using var rest = new Mat();
        Cv2.Subtract(Scalar.All(1), three, rest);
        var newColors = new Mat();
        Cv2.Multiply(colors, rest, newColors);
        Cv2.Add(newColors, surface, newColors);
        var newAlpha = new Mat();
        Cv2.Max(alpha, shape, newAlpha);
        return scene with { Person = new Cutout(newColors, newAlpha, person.LazyScenery) };
    }

    // Side by side, with some of the one before the other.
    private static Scene WithBystander(Scene scene, ClipGenerator generator, Random random)
    {
        var other = generator.Any(random);
        while (ReferenceEquals(other.Alpha, scene.Person.Alpha))
        {
            other = generator.Any(random);
        }

        var isLeft = random.Next(2) == 0;
        return scene with { Person = Aside(scene.Person, isLeft), Bystander = Aside(other, !isLeft) };
    }

    private static Cutout Aside(Cutout who, bool toLeft)
    {
        // A frame is 16:9, and a person's picture is cut to a height: this moves it by a fifth of the frame's width.
        var pad = (int)(0.7 * who.Alpha.Rows);
        return new Cutout(
            Padded(who.Person, toLeft ? 0 : pad, toLeft ? pad : 0), Padded(who.Alpha, toLeft ? 0 : pad, toLeft ? pad : 0), who.LazyScenery);
    }

    private static Mat Padded(Mat picture, int left, int right) =>
        picture.CopyMakeBorder(0, 0, left, right, BorderTypes.Constant, Scalar.All(0));

    private static (int Left, int Right) Extent(Mat alpha, int row)
    {
        var columns = Enumerable.Range(0, alpha.Cols).Where(column => alpha.At<float>(row, column) > 0.5).ToArray();
        return columns.Length > 0 ? (columns[0], columns[^1]) : (alpha.Cols / 2, alpha.Cols / 2);
    }
}
