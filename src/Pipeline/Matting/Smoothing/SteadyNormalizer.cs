using System.Runtime.CompilerServices;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>Stretches the raw masks of models that ask for it, by a <see cref="SteadyRange"/> that begins anew with every scene.</summary>
internal static class SteadyNormalizer
{
    /// <summary>Replaces each mask by the stretched one; frames pass through at once.</summary>
    public static async IAsyncEnumerable<MaskedFrame> RunAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var range = new SteadyRange();
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            range.Apply(frame.Mask, frame.StartsScene);
            yield return frame;
        }
    }
}
