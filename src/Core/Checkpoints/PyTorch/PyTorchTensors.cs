using TorchSharp;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Makes tensors of what a pickle describes. A storage is read once, straight into the memory that its tensors then share.
/// Lives in a dispose scope of its maker, which keeps the tensors that it wants.
/// </summary>
internal sealed class PyTorchTensors(IPyTorchStorages storages, long fileLength, PyTorchFaults faults)
{
    /// <summary>Shared by the storages and by what is copied out of them in another order.</summary>
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
            // Strides of zero, and tensors that overlap, make more of a storage than is in the file.
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
                $"its storage {UntrustedText.Quote(description.Key)} is of {length} bytes, "
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
