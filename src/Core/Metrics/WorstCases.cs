using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Inference;

namespace U2Video.Core.Metrics;

/// <summary>Shows the pictures for which a model is worst.</summary>
/// <remarks>Safe to call from several threads.</remarks>
internal static class WorstCases
{
    /// <summary>The most pictures that a sheet shows.</summary>
    public const int LargestCount = 100;

    /// <summary>The pictures with the smallest intersection over union, the worst first.</summary>
    /// <param name="report">The measurements.</param>
    /// <param name="count">The largest number of pictures.</param>
    public static IReadOnlyList<(EvaluatedDataSet DataSet, EvaluatedPicture Picture)> Find(EvaluationReport report, int count) =>
    [
        .. report.DataSets
            .SelectMany(set => set.Pictures.Select(picture => (DataSet: set, Picture: picture)))
            .OrderBy(entry => entry.Picture.Measures.IntersectionOverUnion)
            .ThenByDescending(entry => entry.Picture.Measures.MeanAbsoluteError)
            .Take(count),
    ];

    /// <summary>
    /// Draws them in one row each: the picture, its ground truth, the model's mask, the cut-out, and where the mask differs from the
    /// ground truth; with names and measures.
    /// </summary>
    /// <param name="predictor">The measured model; it predicts the pictures again.</param>
    /// <param name="report">The measurements.</param>
    /// <param name="count">The number of pictures, 1…<see cref="LargestCount"/>.</param>
    /// <param name="cancellation">Ends the drawing, while the network runs or before the next picture.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="InputException">A picture cannot be read any more.</exception>
    public static async Task<byte[]> DrawAsync(
        MaskPredictor predictor, EvaluationReport report, int count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, LargestCount);
        var worst = Find(report, count);
        using var sheet = new CaseSheet(
            worst.Select(entry => entry.Picture),
            $"{report.Model} at {report.Size} px: the {worst.Count} smallest IoU of {report.Summary.Pictures} pictures");
        var row = 0;
        var pairs = worst.Select(entry => entry.Picture.Pair);
        await foreach (var predicted in PredictedPair.AllAsync(predictor, pairs, cancellation).ConfigureAwait(false))
        {
            var (set, picture) = worst[row];
            sheet.Draw(set.Name, picture, predicted);
            row++;
        }

        Cv2.ImEncode(".png", sheet.Canvas, out var bytes);
        return bytes;
    }
}
