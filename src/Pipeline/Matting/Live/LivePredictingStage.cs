using System.Runtime.CompilerServices;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Live;

/// <summary>Gives live frames their masks, and holds none of them up for the network: what <see cref="LiveMasks"/> says.</summary>
/// <param name="network">The network.</param>
/// <param name="normalization">How the sigmoid of each frame is normalized.</param>
/// <param name="reuse">What <see cref="InputLikeness"/> tolerates, 0…16 levels of eight bits.</param>
internal sealed class LivePredictingStage(PredictorSource network, OutputNormalization normalization, double reuse)
{
    /// <summary>Counts the frames.</summary>
    public PredictionCounts Counts { get; init; } = new();

    /// <summary>Frames in, masked frames out, in order.</summary>
    public async IAsyncEnumerable<MaskedFrame> RunAsync(
        IAsyncEnumerable<SizedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var predictor = await network.OpenAsync(cancellation).ConfigureAwait(false);
        var masks = Of(predictor, normalization, reuse, Counts);
        await using var _ = masks.ConfigureAwait(false);
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            yield return await MaskAsync(frame, masks, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The masks of a clip that a network makes.</summary>
    /// <param name="predictor">The network; it stays the caller's.</param>
    /// <param name="normalization">How the sigmoid of each frame is normalized.</param>
    /// <param name="reuse">What <see cref="InputLikeness"/> tolerates, 0…16 levels of eight bits.</param>
    /// <param name="counts">Counts the frames.</param>
    public static LiveMasks Of(MaskPredictor predictor, OutputNormalization normalization, double reuse, PredictionCounts counts)
    {
        var isFirst = true;
        return new LiveMasks(PredictAsync, reuse) { Counts = counts };

        async Task<Mask> PredictAsync(Frame input, CancellationToken stop)
        {
            var masks = await predictor.PredictInputsAsync([input], normalization, stop).ConfigureAwait(false);
            if (isFirst)
            {
                // All threads are there now. Frames that pass must not wait for the one that the network works on.
                isFirst = false;
                NetworkThreads.YieldToOthers();
            }

            return masks[0];
        }
    }

    private static async ValueTask<MaskedFrame> MaskAsync(SizedFrame frame, LiveMasks masks, CancellationToken cancellation)
    {
        try
        {
            var mask = await masks.NextAsync(frame.Input, frame.StartsScene, cancellation).ConfigureAwait(false);
            return new MaskedFrame(frame.Frame, frame.Input, mask) { StartsScene = frame.StartsScene };
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}
