using static TorchSharp.torch;

namespace U2Video.Core.Training.Losses;

/// <summary>
/// Trains masks to change from one view to the next as the ground truth does: the mean difference of the two changes. After the
/// temporal coherence loss of Lin et al., "Robust High-Resolution Video Matting with Temporal Guidance" (WACV 2022, equation 3).
/// </summary>
internal static class TemporalConsistency
{
    /// <param name="logits">2B×1×H×W: the first view of each picture, then the second of each.</param>
    /// <param name="masks">Their true masks, 0…1, of the same shape.</param>
    /// <param name="weights">How much each pixel counts; null if all count alike.</param>
    /// <returns>A scalar tensor, a mean of 0 or more; it belongs to the caller's dispose scope.</returns>
    public static Tensor Of(Tensor logits, Tensor masks, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        var error = logits.sigmoid() - masks;
        if (weights is not null)
        {
            error *= weights.sign();
        }

        // (p₂ − p₁) − (y₂ − y₁) is the change of the error.
        var views = error.chunk(2, dim: 0);
        return (views[1] - views[0]).abs().mean().MoveToOuterDisposeScope();
    }
}
