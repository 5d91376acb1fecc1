using U2Video.Core.Models;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Inference;

/// <summary>Turns fused logits into a mask.</summary>
internal static class MaskDecoding
{
    // With a smaller spread there is only noise and no subject that could be stretched to full white.
    private const double SmallestSpread = 0.1;

    /// <param name="logits">B×1×H×W.</param>
    /// <param name="normalization">The normalization that the model's convention requires.</param>
    /// <returns>B×1×H×W, float32, 0…1. Each picture is treated independently of its batch.</returns>
    public static Tensor Decode(Tensor logits, OutputNormalization normalization)
    {
        using var scope = NewDisposeScope();
        var mask = logits.to(float32).sigmoid();
        if (normalization == OutputNormalization.MinMax)
        {
            var (low, high) = (mask.amin([1, 2, 3], keepdim: true), mask.amax([1, 2, 3], keepdim: true));
            var spread = high - low;
            mask = where(spread.IsAtLeast(SmallestSpread), (mask - low) / spread.AtLeast(SmallestSpread), mask);
        }

        return mask.MoveToOuterDisposeScope();
    }
}
