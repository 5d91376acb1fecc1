using static TorchSharp.torch;

namespace U2Video.Core.Data;

/// <summary>A batch as bytes, because a waiting batch of floats would take four times the memory.</summary>
/// <param name="Images">B×H×W×3, RGB bytes.</param>
/// <param name="Masks">B×1×H×W, bytes, 255 is subject.</param>
/// <param name="Names">The names of the pairs in the batch, for messages.</param>
internal sealed record TrainingBatch(Tensor Images, Tensor Masks, IReadOnlyList<string> Names) : IDisposable
{
    /// <summary>How much each pixel counts in the loss, B×1×H×W, with a mean of 1; null if all count alike.</summary>
    public Tensor? Weights { get; init; }

    public void Dispose()
    {
        Images.Dispose();
        Masks.Dispose();
        Weights?.Dispose();
    }
}
