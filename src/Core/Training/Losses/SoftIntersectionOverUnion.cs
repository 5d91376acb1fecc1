using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Training.Losses;

/// <summary>
/// One minus the intersection over union of soft masks, a mean over pictures, so that small subjects count as much as large ones. As in
/// BASNet (Qin et al., CVPR 2019, equation 6).
/// </summary>
internal sealed record SoftIntersectionOverUnion : MaskLoss
{
    // Avoids a division by zero for an empty mask, whose union is 0, and rewards an empty prediction for it.
    private const double Smoothing = 1;

    /// <inheritdoc/>
    public override string Name => "iou";

    internal override Tensor Of(Tensor logits, Tensor masks, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var (predicted, truth) = Known(logits, masks, weights);
        var intersection = (predicted * truth).sum([1, 2, 3]);
        var union = predicted.sum([1, 2, 3]).Plus(truth.sum([1, 2, 3])) - intersection;
        var ratio = intersection.Plus(Smoothing) / union.Plus(Smoothing);
        return (ones_like(ratio) - ratio).mean().MoveToOuterDisposeScope();
    }
}
