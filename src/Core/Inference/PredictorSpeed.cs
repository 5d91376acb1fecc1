using System.Diagnostics;
using U2Video.Core.Imaging;
using U2Video.Core.Models;

namespace U2Video.Core.Inference;

/// <summary>Measures the network's own speed, with pictures of noise.</summary>
/// <remarks>Safe to call from several threads.</remarks>
internal static class PredictorSpeed
{
    private const int Seed = 1;

    /// <summary>Times passes of one batch, from pixels to masks, after a warm-up pass.</summary>
    /// <param name="predictor">The network; it stays the caller's. Other work that it does meanwhile counts too.</param>
    /// <param name="size">The size of the network's input, instead of the predictor's own size.</param>
    /// <param name="batch">The number of pictures in a batch, at least 1.</param>
    /// <param name="passes">The number of timed passes, at least 1.</param>
    /// <param name="cancellation">Cancels the measurement at once.</param>
    /// <returns>How long each pass took.</returns>
    public static async Task<IReadOnlyList<TimeSpan>> MeasureAsync(
        MaskPredictor predictor, InputSize size, int batch, int passes, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 1);
        using var picture = new Frame(size.Width, size.Height);
        new Random(Seed).NextBytes(picture.Pixels.Span);

        var times = new List<TimeSpan>(passes);
        for (var pass = 0; pass <= passes; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            var masks = await predictor.PredictInputsAsync([.. Enumerable.Repeat(picture, batch)], cancellation).ConfigureAwait(false);
            if (pass > 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start));
            }

            foreach (var mask in masks)
            {
                mask.Dispose();
            }
        }

        return times;
    }
}
