using U2Video.Core.Models;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Inference;

/// <summary>From the fused logits to a mask.</summary>
internal static class MaskDecoding
{
    // Below this spread there is no subject to stretch to full white, only noise.
    private const double SmallestSpread = 0.1;

    /// <param name="logits">B×1×H×W.</param>
    /// <param name="normalization">What the model's convention asks for.</param>
    /// <returns>B×1×H×W, float32, 0…1. Each picture is treated by itself, whatever the batch.</returns>
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
