using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using U2Video.Core.Models;

namespace U2Video.Core.Inference;

/// <summary>
/// Finds by trial the best batch size: the smallest batch that is about as fast as the fastest one,
/// because larger ones only take more memory and delay the first frame.
/// </summary>
/// <param name="predictor">The network; it stays the caller's.</param>
internal sealed class BatchSizing(MaskPredictor predictor)
{
    /// <summary>The largest batch that is tried.</summary>
    public const int Largest = 64;

    // A share of the best speed. Smaller differences cannot be distinguished from noise.
    private const double AsGood = 0.95;

    private const int Passes = 3;

    // Full-size frames that wait, in batches: the batch that is being filled and the one before it.
    private const int BatchesOfFrames = 2;

    private const long MostMemory = 1L << 30;

    private readonly ConcurrentDictionary<(InputSize, int), IReadOnlyList<BatchTrial>> _known = new();

    /// <summary>Tries batches of 1, 2, 4… pictures, once for each size.</summary>
    /// <param name="size">The size of the network's input.</param>
    /// <param name="most">The largest batch that could be filled, at least 1.</param>
    /// <param name="frameBytes">The size in bytes of a frame that waits while its batch fills.</param>
    /// <param name="cancellation">Cancels the trials.</param>
    /// <returns>The trials, for <see cref="Choose"/>.</returns>
    public async Task<IReadOnlyList<BatchTrial>> TryAsync(InputSize size, int most, long frameBytes, CancellationToken cancellation)
    {
        most = Math.Clamp(most, 1, Largest);
        if (_known.TryGetValue((size, most), out var known))
        {
            return known;
        }

        var trials = new List<BatchTrial>();
        var peakBefore = PeakMemory();
        for (var batch = 1; batch <= most; batch *= 2)
        {
            if (await TryOneAsync(size, batch, cancellation).ConfigureAwait(false) is not { } trial)
            {
                break;
            }

            trials.Add(trial);

            // The network's memory grows with the batch. On CUDA it is not part of the process's memory, and an error shows where it ends.
            var next = 2 * (PeakMemory() - peakBefore) + (2 * batch * BatchesOfFrames * frameBytes);
            if (next > MostMemory || IsSlower(trials))
            {
                break;
            }
        }

        return _known[(size, most)] = trials;
    }

    /// <summary>The smallest batch whose speed is within 5 % of the best; 1 if there was no trial.</summary>
    public static int Choose(IReadOnlyCollection<BatchTrial> trials) => trials.Count == 0 ? 1
        : trials.Where(trial => trial.PicturesPerSecond >= AsGood * trials.Max(other => other.PicturesPerSecond))
            .Min(trial => trial.BatchSize);

    /// <summary>Whether the last batch was so much slower than the best one that larger batches need no trial.</summary>
    public static bool IsSlower(IReadOnlyList<BatchTrial> trials) =>
        trials[^1].PicturesPerSecond < AsGood * trials.Max(trial => trial.PicturesPerSecond);

    // The fastest pass counts, because other load on the machine only makes passes slower. Null if the GPU has not enough memory.
    private async Task<BatchTrial?> TryOneAsync(InputSize size, int batch, CancellationToken cancellation)
    {
        try
        {
            var times = await PredictorSpeed.MeasureAsync(predictor, size, batch, Passes, cancellation).ConfigureAwait(false);
            return new BatchTrial(batch, batch / times.Min().TotalSeconds);
        }
        catch (ExternalException error) when (batch > 1 && error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
