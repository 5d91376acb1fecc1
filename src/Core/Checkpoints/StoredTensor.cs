using TorchSharp;

namespace U2Video.Core.Checkpoints;

/// <summary>What becomes of a tensor that is written to a file: numbers of the wished precision, while counters stay what they are.</summary>
internal static class StoredTensor
{
    /// <summary>The element type in the file.</summary>
    public static torch.ScalarType TypeOf(torch.Tensor tensor, torch.ScalarType precision) =>
        tensor.is_floating_point() ? precision : tensor.dtype;

    /// <summary>The tensor as it is stored: contiguous, on the CPU. It may share the given one's memory, and belongs to the scope.</summary>
    public static torch.Tensor Convert(torch.Tensor tensor, torch.ScalarType precision)
    {
        using var grad = torch.no_grad();
        return tensor.to(TypeOf(tensor, precision)).cpu().contiguous();
    }
}
