using TorchSharp;

namespace U2Video.Core.Checkpoints.StateDicts;

/// <summary>
/// The content of a weights file: named tensors on the CPU and, if the format has them, text entries that describe the file.
/// Owns its tensors.
/// </summary>
/// <remarks>Several threads may read it, or one may dispose it.</remarks>
/// <param name="source">The path that was read, for messages.</param>
/// <param name="tensors">The tensors under the names in the file; ownership passes to the checkpoint.</param>
/// <param name="metadata">The descriptive entries; empty if the format has none.</param>
internal sealed class Checkpoint(
    string source,
    IReadOnlyDictionary<string, torch.Tensor> tensors,
    IReadOnlyDictionary<string, string>? metadata = null) : IDisposable
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>The path that was read.</summary>
    public string Source { get; } = source;

    /// <summary>The kind of file in words; empty if the tensors come from elsewhere.</summary>
    public string Format { get; init; } = "";

    /// <summary>The tensors by their names in the file.</summary>
    public IReadOnlyDictionary<string, torch.Tensor> Tensors { get; } = tensors;

    /// <summary>
    /// The element type of each tensor in the file, in no particular order. The graph of an ONNX file needs fewer tensors than a state dict
    /// has, so there may be fewer than <see cref="Tensors"/>.
    /// </summary>
    internal IReadOnlyCollection<torch.ScalarType> StoredTypes
    {
        get => field ?? [.. Tensors.Values.Select(tensor => tensor.dtype)];
        init;
    }

    /// <summary>Descriptive text entries of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata ?? NoMetadata;

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
