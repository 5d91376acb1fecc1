using TorchSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.StateDicts;

/// <summary>A tensor as it is written to a file: floating-point numbers in the given precision, while counters keep their type.</summary>
internal static class StoredTensor
{
    /// <summary>The element type in the file.</summary>
    public static torch.ScalarType TypeOf(torch.Tensor tensor, torch.ScalarType precision) =>
        tensor.is_floating_point() ? precision : tensor.dtype;

    /// <summary>
    /// The tensor as it is stored: contiguous, on the CPU. It may share the given tensor's memory, and belongs to the scope.
    /// </summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="name">The tensor's name in it, for messages.</param>
    /// <param name="tensor">The values.</param>
    /// <param name="precision">The element type for floating-point numbers.</param>
    /// <exception cref="ModelException">It has values that are not finite, or that are not finite in this precision.</exception>
    public static torch.Tensor Convert(string path, string name, torch.Tensor tensor, torch.ScalarType precision)
    {
        using var grad = torch.no_grad();
        var stored = tensor.to(TypeOf(tensor, precision)).cpu().contiguous();
        if (!IsFinite(stored))
        {
            throw new ModelException(
                $"{path}: cannot be written: {UntrustedText.Quote(name)} "
                + (IsFinite(tensor) ? $"has values beyond the range of {precision}; write Float32 (fp32)."
                    : "has values that are NaN or infinite."));
        }

        return stored;
    }

    /// <summary>Whether a tensor has neither infinities nor NaN.</summary>
    public static bool IsFinite(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return !tensor.is_floating_point() || tensor.isfinite().all().item<bool>();
    }
}
