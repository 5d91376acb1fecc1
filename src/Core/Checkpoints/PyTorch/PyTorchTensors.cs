using TorchSharp;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Makes the tensors that a pickle describes. Each storage is read once, directly into the memory that its tensors then share.
/// The creator's dispose scope owns everything, and the creator keeps the tensors that it wants.
/// </summary>
internal sealed class PyTorchTensors(IPyTorchStorages storages, long fileLength, PyTorchFaults faults)
{
    /// <summary>The budget for the storages and for copies of them in another order.</summary>
    private readonly MemoryBudget _budget = new(fileLength);

    private readonly Dictionary<string, torch.Tensor> _storages = [];

    /// <summary>A contiguous tensor on the CPU.</summary>
    /// <exception cref="Errors.ModelException">The storage is not in the file, or is not of the length claimed.</exception>
    public torch.Tensor Create(PickleTensor description)
    {
        var storage = Storage(description.Storage);
        using var view = storage.as_strided(description.Size, description.Stride, description.Offset);
        if (!view.is_contiguous())
        {
            // With strides of zero and overlapping tensors, a storage can expand to more than the file holds.
            Claim(view.NumberOfElements, view.ElementSize);
        }

        return view.contiguous();
    }

    private torch.Tensor Storage(PickleStorage description)
    {
        if (!_storages.TryGetValue(description.Key, out var storage))
        {
            storage = Read(description);
            _storages.Add(description.Key, storage);
        }

        return storage;
    }

    private torch.Tensor Read(PickleStorage description)
    {
        var elementSize = description.ElementSize;
        var length = storages.LengthOf(description.Key);
        if (length % elementSize != 0 || length / elementSize != description.Count)
        {
            throw faults.Damaged(
                $"its storage {UntrustedText.Quote(description.Key)} has {length} bytes, "
                + $"not {description.Count} elements of {elementSize}");
        }

        Claim(description.Count, elementSize);
        var storage = torch.empty(description.Count, description.Type);
        storages.Read(description.Key, storage.bytes);
        if (description.Type == torch.ScalarType.Bool && storage.bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw faults.Damaged($"its storage {UntrustedText.Quote(description.Key)} has booleans that are neither 0 nor 1");
        }

        return storage;
    }

    private void Claim(long count, long elementSize)
    {
        if (!_budget.TryClaim(count, elementSize))
        {
            throw faults.Damaged($"its tensors take more than {_budget.MaximumBytes >> 20} MiB, too much for such a file");
        }
    }
}
