using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>
/// The outputs of U²-Net for a batch, as logits; a sigmoid turns them into masks. Each tensor is B×1×H×W with the input's H and W.
/// </summary>
/// <param name="Fused">The fused output d0: the one to use.</param>
/// <param name="Sides">The six side outputs d1 to d6, from fine to coarse, each supervised in training.</param>
public sealed record U2NetOutput(Tensor Fused, IReadOnlyList<Tensor> Sides)
{
    /// <summary>All seven: the fused one, then d1 to d6.</summary>
    public IEnumerable<Tensor> All => [Fused, .. Sides];
}
