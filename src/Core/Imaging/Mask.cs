using System.Buffers;

namespace U2Video.Core.Imaging;

/// <summary>
/// The network's output for one frame, at the network's size: 0 is background, 1 is subject, row by row. The memory is pooled
/// and owned like a <see cref="Frame"/>'s.
/// </summary>
/// <remarks>Several threads may read it, or one may change it.</remarks>
public sealed class Mask : IDisposable
{
    // One list for all threads: the shared pool keeps some for each core, and a pipeline rents on one and returns on another.
    private static readonly ArrayPool<float> Pool = ArrayPool<float>.Create(maxArrayLength: 1 << 28, maxArraysPerBucket: 64);

    private static int _alive;

    private float[]? _buffer;

    /// <summary>Rents memory for a mask; its values are undefined.</summary>
    /// <param name="width">The width in values.</param>
    /// <param name="height">The height in values.</param>
    public Mask(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (Width, Height) = (width, height);
        _buffer = Pool.Rent(checked(width * height));
        Interlocked.Increment(ref _alive);
    }

    /// <summary>How many masks of this process have not been disposed; 0 when all work is done.</summary>
    internal static int AliveCount => _alive;

    /// <summary>The width in values.</summary>
    public int Width { get; }

    /// <summary>The height in values.</summary>
    public int Height { get; }

    /// <summary>The values, 0…1.</summary>
    /// <exception cref="ObjectDisposedException">The mask was disposed.</exception>
    public Span<float> Values => Memory.Span;

    /// <summary>The values, 0…1.</summary>
    /// <exception cref="ObjectDisposedException">The mask was disposed.</exception>
    public Memory<float> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, Width * Height);
        }
    }

    /// <summary>Returns the memory to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            Pool.Return(buffer);
            Interlocked.Decrement(ref _alive);
        }
    }
}
