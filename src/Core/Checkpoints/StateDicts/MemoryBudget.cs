namespace U2Video.Core.Checkpoints.StateDicts;

/// <summary>
/// Bounds the memory of a file's tensors by the length of the file, whatever the file claims. Compression, strides of zero and
/// overlapping tensors can turn a small file into large tensors. Not for several threads.
/// </summary>
internal sealed class MemoryBudget(long fileLength)
{
    /// <summary>Six times the larger U²-Net, and within the length of a span of bytes.</summary>
    private const long Maximum = 1 << 30;

    /// <summary>What even a tiny file may ask for, because its weights may compress well or be views of one another.</summary>
    private const long Base = 32 << 20;

    private long _claimed;

    /// <summary>The bound.</summary>
    public long MaximumBytes { get; } = Math.Min(Maximum, Base + (2 * Math.Min(fileLength, Maximum)));

    /// <summary>Takes memory for this many elements from the budget; false if that is more than is left.</summary>
    public bool TryClaim(long count, long elementSize)
    {
        if (count > (MaximumBytes - _claimed) / elementSize)
        {
            return false;
        }

        _claimed += count * elementSize;
        return true;
    }
}
