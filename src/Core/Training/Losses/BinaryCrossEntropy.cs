using static TorchSharp.torch;

namespace U2Video.Core.Training.Losses;

/// <summary>
/// The loss of the paper (equation 2): binary cross-entropy, a mean over all pixels. It is computed from logits, so it stays finite where
/// a sigmoid saturates.
/// </summary>
internal sealed record BinaryCrossEntropy : MaskLoss
{
    /// <inheritdoc/>
    public override string Name => "bce";

    internal override Tensor Of(Tensor logits, Tensor masks, Tensor? weights) =>
        nn.functional.binary_cross_entropy_with_logits(logits, masks, weights);
}
