using TorchSharp;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Finds the state dict in what a pickle describes: it stands alone, or in the dictionary of a training checkpoint under
/// 'state_dict', 'model', 'model_state_dict' or 'net'.
/// </summary>
internal static class PyTorchStateDict
{
    /// <summary>A checkpoint may wrap a model's own dictionary that again wraps the state dict, but hardly more.</summary>
    private const int MaximumWrappings = 3;

    private const int MaximumTensors = 1 << 16;

    private static readonly string[] Wrappers = ["state_dict", "model", "model_state_dict", "net"];

    /// <summary>The descriptions of the state dict's tensors by their names.</summary>
    /// <exception cref="Errors.ModelException">There is no state dict.</exception>
    public static IReadOnlyDictionary<string, PickleTensor> Find(object? root, PyTorchFaults faults)
    {
        var found = Find(root, MaximumWrappings) ?? throw faults.Damaged("it holds no state dict");
        return found.Count <= MaximumTensors
            ? found.Where(entry => entry.Value is PickleTensor).ToDictionary(entry => entry.Key, entry => (PickleTensor)entry.Value!)
            : throw faults.Damaged($"its state dict has {found.Count} entries, which no U²-Net has more than {MaximumTensors}");
    }

    /// <summary>Makes the tensors. The caller owns them.</summary>
    /// <exception cref="Errors.ModelException">A storage is absent, damaged or not as described.</exception>
    public static IReadOnlyDictionary<string, torch.Tensor> Create(
        IReadOnlyDictionary<string, PickleTensor> descriptions, PyTorchTensors maker)
    {
        // Frees the storages, and on failure also the tensors made so far.
        using var scope = torch.NewDisposeScope();
        var tensors = descriptions.ToDictionary(entry => entry.Key, entry => maker.Create(entry.Value));
        foreach (var tensor in tensors.Values)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return tensors;
    }

    /// <summary>
    /// A dictionary that has tensors: preferably the wrapped one, because a training checkpoint may also have tensors beside it.
    /// </summary>
    private static Dictionary<string, object?>? Find(object? value, int wrappings)
    {
        if (value is not Dictionary<string, object?> dictionary)
        {
            return null;
        }

        var wrapped = Wrappers.Take(wrappings > 0 ? Wrappers.Length : 0)
            .Select(name => Find(dictionary.GetValueOrDefault(name), wrappings - 1))
            .FirstOrDefault(found => found is not null);
        return wrapped ?? (dictionary.Values.Any(item => item is PickleTensor) ? dictionary : null);
    }
}
