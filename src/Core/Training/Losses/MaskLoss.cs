using static TorchSharp.torch;

namespace U2Video.Core.Training.Losses;

/// <summary>The difference between a predicted mask and the ground truth, as a number whose gradient trains the network.</summary>
internal abstract record MaskLoss
{
    private protected MaskLoss()
    {
    }

    /// <summary>All losses.</summary>
    public static IReadOnlyList<MaskLoss> All { get; } =
        [new BinaryCrossEntropy(), new SoftIntersectionOverUnion(), new StructuralSimilarity(), new LaplacianPyramid()];

    /// <summary>The name in texts, such as <c>bce</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="logits">B×1×H×W, before the sigmoid.</param>
    /// <param name="masks">B×1×H×W, 0…1.</param>
    /// <param name="weights">How much each pixel counts, of the masks' shape and with a mean of 1; null if all count alike.</param>
    /// <returns>A scalar tensor, a mean of 0 or more; it belongs to the caller's dispose scope.</returns>
    internal abstract Tensor Of(Tensor logits, Tensor masks, Tensor? weights);

    /// <summary>Predicted and true masks, both 0 at pixels that do not count, so that they agree there.</summary>
    private protected static (Tensor Predicted, Tensor Truth) Known(Tensor logits, Tensor masks, Tensor? weights)
    {
        var predicted = logits.sigmoid();
        return weights is null ? (predicted, masks) : (predicted * weights.sign(), masks * weights.sign());
    }
}
