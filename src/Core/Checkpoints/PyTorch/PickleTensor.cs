using TorchSharp;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>A run of elements that a pickle claims to be stored beside it under a key.</summary>
internal sealed record PickleStorage(string Key, torch.ScalarType Type, long Count)
{
    /// <summary>The size of an element in bytes.</summary>
    public int ElementSize => Type switch
    {
        torch.ScalarType.Float64 or torch.ScalarType.Int64 => 8,
        torch.ScalarType.Float32 or torch.ScalarType.Int32 => 4,
        torch.ScalarType.Float16 or torch.ScalarType.BFloat16 or torch.ScalarType.Int16 => 2,
        _ => 1,
    };
}

/// <summary>A strided view of a storage, as a pickle describes it. It lies within the storage's claimed count.</summary>
internal sealed record PickleTensor
{
    /// <summary>Convolution weights have four dimensions, so PyTorch's own higher bound is not needed.</summary>
    private const int MaximumRank = 16;

    private PickleTensor(PickleStorage storage, long offset, long[] size, long[] stride) =>
        (Storage, Offset, Size, Stride) = (storage, offset, size, stride);

    public PickleStorage Storage { get; }

    /// <summary>Where the tensor begins in the storage, in elements; the strides are in elements too.</summary>
    public long Offset { get; }

    public long[] Size { get; }

    public long[] Stride { get; }

    /// <summary>Checks what a pickle says about a tensor.</summary>
    /// <exception cref="Errors.ModelException">The sizes are invalid, or the tensor reaches beyond its storage.</exception>
    public static PickleTensor Create(PickleStorage storage, long offset, object?[] size, object?[] stride, PyTorchFaults faults)
    {
        if (size.Length != stride.Length || size.Length > MaximumRank || offset < 0)
        {
            throw faults.Damaged($"it has a tensor of {size.Length} sizes and {stride.Length} strides at {offset}");
        }

        var sizes = Array.ConvertAll(size, value => NotNegative(value, faults));
        var strides = Array.ConvertAll(stride, value => NotNegative(value, faults));
        if (!LiesWithin(storage.Count, offset, sizes, strides))
        {
            throw faults.Damaged($"it has a tensor of size {string.Join('×', sizes)} that reaches beyond its storage of {storage.Count}");
        }

        return new PickleTensor(storage, offset, sizes, strides);
    }

    private static long NotNegative(object? value, PyTorchFaults faults) =>
        value is long and >= 0 ? (long)value : throw faults.Damaged("it has a tensor whose sizes or strides are not natural numbers");

    private static bool LiesWithin(long count, long offset, long[] size, long[] stride)
    {
        try
        {
            checked
            {
                // Torch multiplies sizes without looking for overflow, so their product matters even when one of them is 0.
                var elements = 1L;
                var last = offset;
                for (var i = 0; i < size.Length; i++)
                {
                    elements *= Math.Max(size[i], 1);
                    last += Math.Max(size[i] - 1, 0) * stride[i];
                }

                return size.Contains(0) ? offset <= count : last < count;
            }
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
