using System.Numerics;
using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>
/// What a picture shows on a grid, and the colors of subject and background that it is mixed of. All are floats of 0…1.
/// </summary>
internal sealed class MixedColors : IDisposable
{
    // Cells without any weight in reach become black instead of dividing by 0.
    private static readonly Scalar LeastWeight = Scalar.All(1e-6);

    private readonly Mat _shown;
    private readonly Mat _share;
    private readonly Mat _subjectWeight;
    private readonly Mat _backgroundWeight;

    // Both begin with what is shown. The matrices are taken over.
    private MixedColors(Mat shown, Mat share, Mat subjectWeight, Mat backgroundWeight)
    {
        (_shown, _share, _subjectWeight, _backgroundWeight) = (shown, share, subjectWeight, backgroundWeight);
        (Subject, Background) = (shown.Clone(), shown.Clone());
    }

    /// <summary>The subject's colors; black where nothing of it is in reach.</summary>
    public Mat Subject { get; }

    /// <summary>The background's colors; black where nothing of it is in reach.</summary>
    public Mat Background { get; }

    /// <summary>Takes the means of a matted frame's pixels.</summary>
    /// <param name="pixels">The frame's pixels.</param>
    /// <param name="mask">How much of each pixel's color is the subject's.</param>
    /// <param name="alpha">How much of the subject is seen at each pixel.</param>
    /// <param name="grid">The cells in a row, a multiple of a vector's length, and the rows.</param>
    public static MixedColors Of(Mat pixels, Mat mask, Mat alpha, Size grid)
    {
        using var colors = pixels.Colors();
        var share = mask.ToFloats(grid);
        var backgroundWeight = new Mat();
        if (pixels.Channels() == colors.Channels())
        {
            Cv2.Subtract(Scalar.All(1), share, backgroundWeight);
            return new MixedColors(colors.ToFloats(grid), share, share.Clone(), backgroundWeight);
        }

        using var own = pixels.OwnAlpha();
        using var seen = own.ToFloats(grid);
        var subjectWeight = alpha.ToFloats(grid);
        Cv2.Subtract(seen, subjectWeight, backgroundWeight);
        return new MixedColors(colors.ToFloats(grid), share, subjectWeight, backgroundWeight);
    }

    /// <summary>The same on a coarser grid.</summary>
    public MixedColors Coarser(Size grid)
    {
        return new MixedColors(Mean(_shown), Mean(_share), Mean(_subjectWeight), Mean(_backgroundWeight));

        Mat Mean(Mat floats) => floats.Resize(grid, interpolation: InterpolationFlags.Area);
    }

    /// <summary>Takes colors over from a coarser grid, and corrects the subject's so that both mix to what is shown.</summary>
    public void StartFrom(MixedColors coarser)
    {
        Cv2.Resize(coarser.Subject, Subject, Subject.Size(), interpolation: InterpolationFlags.Linear);
        Cv2.Resize(coarser.Background, Background, Background.Size(), interpolation: InterpolationFlags.Linear);

        using var shares = _share.CvtColor(ColorConversionCodes.GRAY2RGB);
        Correct(Vectors(_shown), Vectors(shares), Vector<float>.One, Vectors(Subject), Vectors(Background));
    }

    /// <summary>
    /// Corrects the subject's colors so that both mix to what is shown: subject + share · (shown − (share · subject + (1 − share) ·
    /// background)), with shares of 0…1.
    /// </summary>
    public static void Correct(
        ReadOnlySpan<Vector<float>> shown,
        ReadOnlySpan<Vector<float>> share,
        Vector<float> toShare,
        Span<Vector<float>> subject,
        ReadOnlySpan<Vector<float>> background)
    {
        for (var i = 0; i < subject.Length; i++)
        {
            var (s, f, b) = (share[i] * toShare, subject[i], background[i]);
            subject[i] = f + (s * (shown[i] - b - (s * (f - b))));
        }
    }

    /// <summary>Replaces all colors by their weighted means over the cells within a distance, by row and by column.</summary>
    public void Spread(int reach)
    {
        var window = new Size((2 * reach) + 1, (2 * reach) + 1);
        Spread(Subject, _subjectWeight, window);
        Spread(Background, _backgroundWeight, window);
    }

    /// <summary>Frees the matrices.</summary>
    public void Dispose()
    {
        foreach (var mat in new[] { _shown, _share, _subjectWeight, _backgroundWeight, Subject, Background })
        {
            mat.Dispose();
        }
    }

    // A grid's rows are multiples of a vector's length, without gaps between them.
    private static unsafe Span<Vector<float>> Vectors(Mat floats) =>
        new((void*)floats.Data, (int)floats.Total() * floats.Channels() / Vector<float>.Count);

    private static void Spread(Mat colors, Mat weights, Size window)
    {
        using var single = new Mat();
        using var sums = new Mat();
        Cv2.CvtColor(weights, sums, ColorConversionCodes.GRAY2RGB);
        Cv2.Multiply(colors, sums, colors);
        Cv2.Blur(colors, colors, window);
        Cv2.Blur(weights, single, window);
        Cv2.Add(single, LeastWeight, single);
        Cv2.CvtColor(single, sums, ColorConversionCodes.GRAY2RGB);
        Cv2.Divide(colors, sums, colors);
    }
}
