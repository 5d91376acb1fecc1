namespace U2Video.Core.Checkpoints.StateDicts;

/// <summary>
/// Bounds the memory that a file's tensors may take by the length of the file, whatever it claims: compression, strides of zero and
/// tensors that overlap can make much of little. Not for several threads.
/// </summary>
internal sealed class MemoryBudget(long fileLength)
{
    /// <summary>Six times the larger U²-Net, and within what one span of bytes can hold.</summary>
    private const long Maximum = 1 << 30;

    /// <summary>What a tiny file may ask for: weights that compress well, or views of one another.</summary>
    private const long Base = 32 << 20;

    private long _claimed;

    /// <summary>The bound.</summary>
    public long MaximumBytes { get; } = Math.Min(Maximum, Base + (2 * Math.Min(fileLength, Maximum)));

    /// <summary>Takes memory for so many elements from the budget; false where that is more than is left.</summary>
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
