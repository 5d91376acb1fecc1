using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;

namespace U2Video.Core.Metrics;

/// <summary>A pair of a data set with the mask that a model gives it.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Mask">The mask at the truth's size, 0…1, row by row.</param>
/// <param name="Truth">The true mask.</param>
internal sealed record PredictedPair(TrainingPair Pair, float[] Mask, TrueMask Truth)
{
    /// <summary>Reads pairs and predicts them, as many together as the predictor likes best.</summary>
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
        var truths = new List<TrueMask>(pairs.Length);
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
                    truths.Add(TrueMask.Of(mask));
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

    private static float[] FullSize(Mask mask, TrueMask truth) =>
        FullSizeMask.Resize(mask.Values, new InputSize(mask.Width, mask.Height), truth.Width, truth.Height);

    private static Frame ToFrame(Mat image)
    {
        image.GetArray(out Vec3b[] pixels);
        var frame = new Frame(image.Cols, image.Rows);
        MemoryMarshal.AsBytes<Vec3b>(pixels).CopyTo(frame.Pixels.Span);
        return frame;
    }
}
