using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;

namespace U2Video.Core.Metrics;

/// <summary>A pair of a data set with a model's mask for it.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Mask">The mask at the ground truth's size, 0…1, row by row.</param>
/// <param name="Truth">The ground truth.</param>
internal sealed record PredictedPair(TrainingPair Pair, float[] Mask, GroundTruth Truth)
{
    /// <summary>Reads pairs and predicts them in batches of the predictor's preferred size.</summary>
    public static async IAsyncEnumerable<PredictedPair> AllAsync(
        MaskPredictor predictor, IEnumerable<TrainingPair> pairs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var batch in pairs.Chunk(predictor.PreferredBatchSize))
        {
            foreach (var predicted in await TogetherAsync(predictor, batch, cancellation).ConfigureAwait(false))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return predicted;
            }
        }
    }

    private static async Task<IReadOnlyList<PredictedPair>> TogetherAsync(
        MaskPredictor predictor, TrainingPair[] pairs, CancellationToken cancellation)
    {
        var frames = new List<Frame>(pairs.Length);
        var truths = new List<GroundTruth>(pairs.Length);
        IReadOnlyList<Mask> masks = [];
        try
        {
            foreach (var pair in pairs)
            {
                cancellation.ThrowIfCancellationRequested();
                var (image, mask) = Picture.ReadPair(pair);
                using (image)
                using (mask)
                {
                    frames.Add(ToFrame(image));
                    truths.Add(GroundTruth.Of(mask));
                }
            }

            masks = await predictor.PredictAsync(frames, cancellation).ConfigureAwait(false);
            return [.. pairs.Select((pair, i) => new PredictedPair(
                pair, FullSize(masks[i], truths[i]), truths[i]))];
        }
        finally
        {
            foreach (IDisposable pooled in frames.Concat<IDisposable>(masks))
            {
                pooled.Dispose();
            }
        }
    }

    private static float[] FullSize(Mask mask, GroundTruth truth) =>
        FullSizeMask.Resize(mask.Values, new InputSize(mask.Width, mask.Height), truth.Width, truth.Height);

    private static Frame ToFrame(Mat image)
    {
        image.GetArray(out Vec3b[] pixels);
        var frame = new Frame(image.Cols, image.Rows);
        MemoryMarshal.AsBytes<Vec3b>(pixels).CopyTo(frame.Pixels.Span);
        return frame;
    }
}
