using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Training.Losses;

/// <summary>
/// Supervision of all outputs (paper, equation 1): a loss of the fused and of each of the six side outputs, summed with weights.
/// </summary>
internal static class DeepSupervisionLoss
{
    /// <param name="output">The seven logits, each B×1×H×W.</param>
    /// <param name="masks">B×1×H×W, 0…1.</param>
    /// <param name="weights">How much each pixel counts, of the masks' shape and with a mean of 1; null if all count alike.</param>
    /// <param name="loss">The loss of each output.</param>
    /// <returns>Seven losses, before weights: fused, then d1 to d6.</returns>
    public static Tensor Terms(U2NetOutput output, Tensor masks, Tensor? weights, LossMixture loss)
    {
        using var scope = NewDisposeScope();
        return stack(output.All.Select(logits => loss.Of(logits, masks, weights))).MoveToOuterDisposeScope();
    }

    /// <summary>Copies the values of <see cref="Terms"/> to the CPU.</summary>
    public static LossTerms ToRecord(Tensor terms)
    {
        using var scope = NewDisposeScope();
        return new LossTerms([.. terms.detach().cpu().to(float64).data<double>()]);
    }
}
