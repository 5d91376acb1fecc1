using System.Runtime.CompilerServices;
using U2Video.Pipeline.Masking;

namespace U2Video.Pipeline.Smoothing;

/// <summary>
/// An exponential moving average of the masks. The past counts less where the mask changes much, for there something moved:
/// jitter is averaged away, and what moves leaves no trail.
/// </summary>
/// <param name="weight">What the past counts where nothing changes, 0…1 (1 excluded).</param>
internal sealed class ExponentialSmoother(float weight)
{
    /// <summary>Replaces each mask by its average; frames pass through.</summary>
    public async IAsyncEnumerable<MaskedFrame> RunAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        float[]? past = null;
        await foreach (var masked in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (past is null)
            {
                past = masked.Mask.Values.ToArray();
            }
            else
            {
                Average(past, masked.Mask.Values);
            }

            yield return masked;
        }
    }

    private void Average(Span<float> past, Span<float> mask)
    {
        for (var i = 0; i < mask.Length; i++)
        {
            var change = past[i] - mask[i];
            past[i] = mask[i] += weight * (1 - Math.Abs(change)) * change;
        }
    }
}
