using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using U2Video.Core.Models;

namespace U2Video.Core.Inference;

/// <summary>
/// Finds out by trial how many pictures best go through the network together: the smallest batch that is about as fast as the fastest,
/// for larger ones only take memory and keep the first frame waiting.
/// </summary>
/// <param name="predictor">The network; it stays the caller's.</param>
internal sealed class BatchSizing(MaskPredictor predictor)
{
    /// <summary>The largest batch that is tried.</summary>
    public const int Largest = 64;

    // Of the best speed. Less than this is not told from noise.
    private const double AsGood = 0.95;

    private const int Passes = 3;

    // Frames of full size that wait for a batch, in multiples of it: the one that gathers and the one before.
    private const int BatchesOfFrames = 2;

    private const long MostMemory = 1L << 30;

    private readonly ConcurrentDictionary<(InputSize, int), IReadOnlyList<BatchTrial>> _known = new();

    /// <summary>Tries 1, 2, 4… pictures, once for each size.</summary>
    /// <param name="size">What the network will see.</param>
    /// <param name="most">The largest batch that could be filled, at least 1.</param>
    /// <param name="frameBytes">How large a frame is that waits while its batch fills.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was tried; for <see cref="Choose"/>.</returns>
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

            // The network's memory grows with the batch. On CUDA it is not the process's, and an error says where it ends.
            var next = 2 * (PeakMemory() - peakBefore) + (2 * batch * BatchesOfFrames * frameBytes);
            if (next > MostMemory || IsSlower(trials))
            {
                break;
            }
        }

        return _known[(size, most)] = trials;
    }

    /// <summary>The smallest batch whose speed is within 5 % of the best; 1 where none was tried.</summary>
    public static int Choose(IReadOnlyCollection<BatchTrial> trials) => trials.Count == 0 ? 1
        : trials.Where(trial => trial.PicturesPerSecond >= AsGood * trials.Max(other => other.PicturesPerSecond)).Min(trial => trial.BatchSize);

    /// <summary>Whether the last batch was so much slower than the best before that larger ones are not worth a trial.</summary>
    public static bool IsSlower(IReadOnlyList<BatchTrial> trials) =>
        trials[^1].PicturesPerSecond < AsGood * trials.Max(trial => trial.PicturesPerSecond);

    // The fastest pass: what else the machine does only ever makes one slower. Null where the GPU has no memory for it.
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
