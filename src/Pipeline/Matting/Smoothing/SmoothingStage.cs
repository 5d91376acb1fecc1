using System.Runtime.CompilerServices;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>Normalizes masks over time and smooths them, as a run's options and its model ask for.</summary>
/// <param name="normalization">How the user wants masks normalized.</param>
/// <param name="model">How the model wants its masks normalized.</param>
/// <param name="smoothing">How masks are smoothed.</param>
internal sealed class SmoothingStage(MaskNormalization normalization, OutputNormalization model, SmoothingOptions smoothing)
{
    /// <summary>How the predictor has to normalize each mask by itself.</summary>
    public OutputNormalization PerFrame => PerFrameNormalization.Of(normalization);

    /// <summary>Masks as <see cref="PerFrame"/> leaves them in, masks to matte with out, in order.</summary>
    public IAsyncEnumerable<MaskedFrame> RunAsync(IAsyncEnumerable<MaskedFrame> frames, CancellationToken cancellation = default)
    {
        var filtered = FilterAsync(frames, cancellation);
        return smoothing.Mode == SmoothingMode.Lookahead
            ? new LookaheadSmoother(smoothing.Radius).RunAsync(filtered, cancellation)
            : filtered;
    }

    /// <summary>Makes what the stage does to each mask at once: all of it, unless it smooths with frames of the future.</summary>
    public MaskFilter CreateFilter() => new()
    {
        Range = normalization == MaskNormalization.Auto && model == OutputNormalization.MinMax ? new SteadyRange() : null,
        EmptiesScenes = normalization == MaskNormalization.Auto,
        Average = smoothing.Mode == SmoothingMode.Ema ? new ExponentialSmoother(smoothing.Weight) : null,
    };

    private async IAsyncEnumerable<MaskedFrame> FilterAsync(
        IAsyncEnumerable<MaskedFrame> frames, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var filter = CreateFilter();
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            Apply(filter, frame);
            yield return frame;
        }
    }

    private static void Apply(MaskFilter filter, MaskedFrame frame)
    {
        try
        {
            filter.Apply(frame);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}
