using OpenCvSharp;

namespace U2Video.Core.Metrics;

/// <summary>
/// Relaxed F-beta of the subject's outline (β² = 0.3): a pixel of one outline is correct if the other outline is within 3 pixels of it.
/// As the U²-Net paper measures outlines (X. Qin et al., Pattern Recognition 106, 2020), after M. Ehrig, J. Euzenat,
/// "Relaxed precision and recall for ontology matching", K-CAP workshop on integrating ontologies, 2005.
/// </summary>
internal static class BoundaryFMeasure
{
    /// <summary>The allowed distance of the outlines, in pixels between pixel centers.</summary>
    public const int Tolerance = 3;

    /// <summary>Compares two masks, both thresholded at one half.</summary>
    /// <param name="mask">The mask, 0…1, row by row.</param>
    /// <param name="truth">The true mask, 0…1, of the same size.</param>
    /// <param name="width">The length of a row.</param>
    /// <returns>0…1; 1 is best. Two masks without any outline give 1.</returns>
    /// <exception cref="ArgumentException">The masks are empty or differ in length, or do not consist of whole rows.</exception>
    public static double Of(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth, int width)
    {
        MaskSpans.Check(mask, truth, width);
        using var found = Outline(mask, width);
        using var wanted = Outline(truth, width);
        var (near, reached) = (CountNear(found, wanted), CountNear(wanted, found));
        var (foundCount, wantedCount) = (Cv2.CountNonZero(found), Cv2.CountNonZero(wanted));
        return new PrecisionRecall(
            PrecisionRecall.FromCounts(near, foundCount, wantedCount).Precision,
            PrecisionRecall.FromCounts(reached, foundCount, wantedCount - reached).Recall).F;
    }

    /// <summary>
    /// Subject pixels that have background above, below, left or right of them. The edge of the picture is not an outline, because the
    /// subject continues outside.
    /// </summary>
    private static Mat Outline(ReadOnlySpan<float> mask, int width)
    {
        var bytes = new byte[mask.Length];
        for (var i = 0; i < mask.Length; i++)
        {
            bytes[i] = mask[i] >= MaskSpans.Half ? byte.MaxValue : byte.MinValue;
        }

        using var subject = Mat.FromPixelData(mask.Length / width, width, MatType.CV_8UC1, bytes);
        using var cross = Cv2.GetStructuringElement(MorphShapes.Cross, new Size(3, 3));
        using var inner = new Mat();
        Cv2.Erode(subject, inner, cross);
        var outline = new Mat();
        Cv2.Subtract(subject, inner, outline);
        return outline;
    }

    private static int CountNear(Mat outline, Mat other)
    {
        using var disk = Disk();
        using var around = new Mat();
        Cv2.Dilate(other, around, disk);
        using var near = new Mat();
        Cv2.BitwiseAnd(outline, around, near);
        return Cv2.CountNonZero(near);
    }

    // OpenCV's own ellipse is not an exact disk of a given radius.
    private static Mat Disk()
    {
        var disk = new Mat((2 * Tolerance) + 1, (2 * Tolerance) + 1, MatType.CV_8UC1, Scalar.Black);
        for (var y = -Tolerance; y <= Tolerance; y++)
        {
            for (var x = -Tolerance; x <= Tolerance; x++)
            {
                disk.Set(y + Tolerance, x + Tolerance, (x * x) + (y * y) <= Tolerance * Tolerance ? (byte)1 : (byte)0);
            }
        }

        return disk;
    }
}
