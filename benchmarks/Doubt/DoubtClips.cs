using OpenCvSharp;
using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Imaging;

namespace U2Video.Benchmarks.Doubt;

/// <summary>Generated clips in which masks fail more often than in those of the smoothing benchmark: the same, and harder ones.</summary>
internal static class DoubtClips
{
    private const string Nobody = "nobody";
    private const double Dark = 0.3;
    private const double Fade = 0.45;

    // How wide the thing is that goes by before the person, as a share of the frame.
    private const double Bar = 0.22;

    private static readonly (ClipKind Kind, Action<IReadOnlyList<Frame>, IReadOnlyList<Mask>>? Change)[] Harder =
    [
        (new("leaving", Sway: 300, Period: 40, Pan: 0.6, Noise: 3), null),
        (new("dark", Sway: 12, Noise: 3), Darken),
        (new("out of focus", Sway: 12, Noise: 2), Blur),
        (new("hidden", Sway: 5, Noise: 3), Hide),
        (new("washed out", Sway: 24, Noise: 5), WashOut),
        (new(Nobody, Sway: 0, Noise: 3), null),
    ];

    /// <summary>Makes a clip of each kind.</summary>
    /// <param name="generator">Makes clips of the people of one half of the data.</param>
    /// <param name="number">Which one.</param>
    public static IEnumerable<(string Kind, Smoothing.Clip Clip)> Make(ClipGenerator generator, int number)
    {
        foreach (var kind in ClipKind.All)
        {
            yield return (kind.Name, generator.Make(kind, number));
        }

        foreach (var (kind, change) in Harder)
        {
            var clip = kind.Name == Nobody ? generator.MakeEmpty(kind, number) : generator.Make(kind, number);
            change?.Invoke(clip.Frames, clip.Truths!);
            yield return (kind.Name, clip);
        }
    }

    private static void Darken(IReadOnlyList<Frame> frames, IReadOnlyList<Mask> truths) =>
        Each(frames, (_, pixels) => pixels.ConvertTo(pixels, -1, Dark));

    private static void WashOut(IReadOnlyList<Frame> frames, IReadOnlyList<Mask> truths) =>
        Each(frames, (_, pixels) => pixels.ConvertTo(pixels, -1, Fade, (1 - Fade) * byte.MaxValue));

    // Sharp at the ends, and not at all in the middle.
    private static void Blur(IReadOnlyList<Frame> frames, IReadOnlyList<Mask> truths) => Each(frames, (index, pixels) =>
        Cv2.GaussianBlur(pixels, pixels, default, 0.3 + (6 * Math.Sin(Math.PI * index / frames.Count))));

    // A dark bar goes from the left to the right; what it hides is not the subject.
    private static void Hide(IReadOnlyList<Frame> frames, IReadOnlyList<Mask> truths) => Each(frames, (index, pixels) =>
    {
        var width = (int)(Bar * pixels.Cols);
        var left = (int)((pixels.Cols + width) * (index + 1.0) / (frames.Count + 1)) - width;
        var place = new Rect(left, 0, width, pixels.Rows).Intersect(new Rect(0, 0, pixels.Cols, pixels.Rows));
        using var truth = FrameMat.Of(truths[index]);
        Cv2.Rectangle(pixels, place, new Scalar(52, 60, 71), -1);
        Cv2.Rectangle(truth.Mat, place, Scalar.All(0), -1);
    });

    private static void Each(IReadOnlyList<Frame> frames, Action<int, Mat> change)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            using var view = FrameMat.Of(frames[i]);
            change(i, view.Mat);
        }
    }
}
