using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Serving;

/// <summary>Masks from a network that the worker's clients share.</summary>
internal sealed class NetworkMasks : IMaskSource
{
    private readonly SharedPredictors _predictors;
    private readonly NetworkChoice _choice;
    private readonly MaskPredictor _predictor;

    /// <summary>Gets the network, which is opened if it is not there.</summary>
    /// <param name="predictors">The networks.</param>
    /// <param name="choice">Which of them.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    public NetworkMasks(SharedPredictors predictors, NetworkChoice choice, CancellationToken cancellation)
    {
        (_predictors, _choice) = (predictors, choice);
        _predictor = predictors.Use(choice, cancellation);
    }

    /// <inheritdoc/>
    public PredictorFacts Facts => _predictor.Facts;

    /// <inheritdoc/>
    public MaskNormalization Normalization => MaskNormalization.Auto;

    /// <inheritdoc/>
    public bool Fits(MaskChoice choice) => choice.Network == _choice;

    /// <inheritdoc/>
    public bool MoveTo(double time, int width, int height) => true;

    /// <inheritdoc/>
    public Mask MaskOf(Frame input, OutputNormalization normalization, CancellationToken cancellation) =>
        _predictor.PredictInputsAsync([input], normalization, cancellation).GetAwaiter().GetResult()[0];

    /// <summary>Gives the network back.</summary>
    public void Dispose() => _predictors.Release(_choice);
}
