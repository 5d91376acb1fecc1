using U2Video.Core.Inference;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>What is done to masks over time, put together from a run's options and a model's habits.</summary>
/// <param name="normalization">What the user wants of normalization.</param>
/// <param name="model">What the model wants.</param>
/// <param name="smoothing">How masks are smoothed.</param>
internal sealed class MaskTreatment(MaskNormalization normalization, OutputNormalization model, SmoothingOptions smoothing)
{
    /// <summary>What the network has to do to each mask by itself.</summary>
    public OutputNormalization PerFrame =>
        normalization == MaskNormalization.MinMax ? OutputNormalization.MinMax : OutputNormalization.None;

    private bool NeedsRange => normalization == MaskNormalization.Auto && model == OutputNormalization.MinMax;

    /// <summary>Masks as <see cref="PerFrame"/> leaves them in, masks to compose with out.</summary>
    public IAsyncEnumerable<MaskedFrame> RunAsync(IAsyncEnumerable<MaskedFrame> masked, CancellationToken cancellation)
    {
        var stretched = NeedsRange ? SteadyNormalizer.RunAsync(masked, cancellation) : masked;
        var believed = normalization == MaskNormalization.Auto ? EmptyScene.RunAsync(stretched, cancellation) : stretched;
        return smoothing.Mode switch
        {
            SmoothingMode.Off => believed,
            SmoothingMode.Ema => new ExponentialSmoother(smoothing.Weight).RunAsync(believed, cancellation),
            SmoothingMode.Lookahead => new LookaheadSmoother(smoothing.Radius).RunAsync(believed, cancellation),
            _ => throw new InvalidOperationException($"There is no smoothing {smoothing.Mode}."),
        };
    }
}
