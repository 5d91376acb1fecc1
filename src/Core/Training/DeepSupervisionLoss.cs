using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// The loss of the paper (equation 1): binary cross-entropy of the fused and of the six side outputs, each a mean over all
/// pixels, summed with weights. Computed from logits, which stays finite where a sigmoid saturates.
/// </summary>
internal static class DeepSupervisionLoss
{
    /// <param name="output">The seven logits, each B×1×H×W.</param>
    /// <param name="masks">B×1×H×W, 0…1.</param>
    /// <param name="weights">How much each pixel counts, of the masks' shape and with a mean of 1; null where all count alike.</param>
    /// <returns>Seven means, before weights: fused, then d1 to d6.</returns>
    public static Tensor Terms(U2NetOutput output, Tensor masks, Tensor? weights = null)
    {
        using var scope = NewDisposeScope();
        return stack(output.All.Select(logits => nn.functional.binary_cross_entropy_with_logits(logits, masks, weights)))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Takes the values of <see cref="Terms"/> to the CPU.</summary>
    public static LossTerms ToRecord(Tensor terms)
    {
        using var scope = NewDisposeScope();
        return new LossTerms([.. terms.detach().cpu().to(float64).data<double>()]);
    }
}
