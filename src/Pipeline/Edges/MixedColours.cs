using OpenCvSharp;

namespace U2Video.Pipeline.Edges;

/// <summary>On a grid: what a picture shows, and of which colours of subject and background it is mixed. All are floats of 0…1.</summary>
internal sealed class MixedColours : IDisposable
{
    // Keeps cells that have no weight in reach from dividing by nothing: they become black.
    private static readonly Scalar LeastWeight = Scalar.All(1e-6);

    private readonly Mat _shown;
    private readonly Mat _share;
    private readonly Mat _subjectWeight;

    /// <summary>Begins with the picture's own colours for both.</summary>
    /// <param name="pixels">The picture, of three or four channels.</param>
    /// <param name="mask">How much of each pixel's colour is the subject's.</param>
    /// <param name="alpha">The same, as far as it is seen.</param>
    /// <param name="grid">Cells in a row, and rows.</param>
    public MixedColours(Mat pixels, Mat mask, Mat alpha, Size grid)
    {
        using var colours = pixels.Colours();
        _shown = colours.ToFloats(grid);
        _share = ToWeights(mask, grid);
        _subjectWeight = ToWeights(alpha, grid);
        using var seen = pixels.Channels() > colours.Channels() ? pixels.OwnAlpha() : new Mat(pixels.Size(), mask.Type(), Scalar.All(mask.LargestSample()));
        using var seenWeight = ToWeights(seen, grid);
        Cv2.Subtract(seenWeight, _subjectWeight, BackgroundWeight);
        (Subject, Background) = (_shown.Clone(), _shown.Clone());
    }

    /// <summary>The subject's colours; black where there is nothing of it in reach.</summary>
    public Mat Subject { get; }

    /// <summary>The background's; black likewise.</summary>
    public Mat Background { get; }

    /// <summary>How much of each colour is the background's, as far as it is seen.</summary>
    public Mat BackgroundWeight { get; } = new();

    /// <summary>Takes colours over from a coarser grid, and sets the subject's right so that both mix to what is shown.</summary>
    public void StartFrom(MixedColours coarser)
    {
        Cv2.Resize(coarser.Subject, Subject, Subject.Size(), interpolation: InterpolationFlags.Linear);
        Cv2.Resize(coarser.Background, Background, Background.Size(), interpolation: InterpolationFlags.Linear);

        // subject += share · (shown − background − share · (subject − background))
        using var rest = new Mat();
        Cv2.Subtract(Subject, Background, rest);
        Cv2.Multiply(rest, _share, rest);
        Cv2.Add(rest, Background, rest);
        Cv2.Subtract(_shown, rest, rest);
        Cv2.Multiply(rest, _share, rest);
        Cv2.Add(Subject, rest, Subject);
        Cv2.Max(Subject, 0, Subject);
        Cv2.Min(Subject, 1, Subject);
    }

    /// <summary>Replaces all colours by their weighted means over the cells at most so far away, by row and by column.</summary>
    public void Spread(int reach)
    {
        var window = new Size((2 * reach) + 1, (2 * reach) + 1);
        Spread(Subject, _subjectWeight, window);
        Spread(Background, BackgroundWeight, window);
    }

    /// <summary>Frees all.</summary>
    public void Dispose()
    {
        foreach (var mat in new[] { _shown, _share, _subjectWeight, BackgroundWeight, Subject, Background })
        {
            mat.Dispose();
        }
    }

    private static void Spread(Mat colours, Mat weights, Size window)
    {
        using var sums = new Mat();
        Cv2.Multiply(colours, weights, colours);
        Cv2.Blur(colours, colours, window);
        Cv2.Blur(weights, sums, window);
        Cv2.Add(sums, LeastWeight, sums);
        Cv2.Divide(colours, sums, colours);
    }

    // One weight for each of the three colours.
    private static Mat ToWeights(Mat gray, Size grid)
    {
        using var weights = gray.ToFloats(grid);
        return weights.CvtColor(ColorConversionCodes.GRAY2RGB);
    }
}
