using OpenCvSharp;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>A person cut out of a picture, and what remains of the picture when the person is painted over.</summary>
/// <param name="Person">H×W×3 floats, RGB 0…255, black without a person (multiplied by <paramref name="Alpha"/>).</param>
/// <param name="Alpha">H×W floats, 0…1.</param>
/// <param name="LazyScenery">H×W×3 bytes, RGB; painting over takes long, and not every scenery is shown.</param>
internal sealed record Cutout(Mat Person, Mat Alpha, Lazy<Mat> LazyScenery)
{
    private const int LongSide = 384;

    /// <summary>H×W×3 bytes, RGB.</summary>
    public Mat Scenery => LazyScenery.Value;

    /// <summary>
    /// The pairs that the built-in model never saw: every tenth by name. Those in which a person covers a twentieth to two thirds
    /// of the picture: with less there is no subject, with more there is no scenery.
    /// </summary>
    public static IEnumerable<Cutout> HeldOut(string folder) =>
        Directory.GetFiles(Path.Combine(folder, "images")).Order(StringComparer.Ordinal)
            .Where((_, index) => index % 10 == 9)
            .Select(image => Load(image, Path.Combine(folder, "masks", Path.GetFileNameWithoutExtension(image) + ".png")))
            .OfType<Cutout>();

    private static Cutout? Load(string imagePath, string maskPath)
    {
        var image = Sized(Cv2.ImRead(imagePath));
        var mask = Sized(Cv2.ImRead(maskPath, ImreadModes.Grayscale));
        if (mask.Size() != image.Size() || mask.Mean().Val0 / 255 is < 0.05 or > 0.66)
        {
            return null;
        }

        Cv2.CvtColor(image, image, ColorConversionCodes.BGR2RGB);
        // Masks drawn by hand have no soft edge, pictures have.
        var alpha = new Mat();
        mask.ConvertTo(alpha, MatType.CV_32FC1, 1.0 / 255);
        Cv2.GaussianBlur(alpha, alpha, default, 0.8);
        using var three = new Mat();
        Cv2.CvtColor(alpha, three, ColorConversionCodes.GRAY2BGR);
        var person = new Mat();
        image.ConvertTo(person, MatType.CV_32FC3);
        Cv2.Multiply(person, three, person);
        return new Cutout(person, alpha, new Lazy<Mat>(() => WithoutPerson(image, mask)));
    }

    private static Mat WithoutPerson(Mat image, Mat mask)
    {
        using var kernel = Mat.Ones(15, 15, MatType.CV_8UC1).ToMat();
        using var thick = mask.Dilate(kernel);
        Cv2.Threshold(thick, thick, 20, 255, ThresholdTypes.Binary);
        var scenery = new Mat();
        Cv2.Inpaint(image, thick, scenery, 4, InpaintTypes.Telea);
        return scenery;
    }

    private static Mat Sized(Mat picture)
    {
        var scale = (double)LongSide / Math.Max(picture.Rows, picture.Cols);
        using (picture)
        {
            return picture.Resize(default, scale, scale, InterpolationFlags.Area);
        }
    }
}
