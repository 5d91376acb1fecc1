using System.Buffers;

namespace U2Video.Core.Imaging;

/// <summary>
/// One picture of a clip with its time. The memory is pooled; the stage that holds the frame owns it and either passes it on or
/// disposes it.
/// </summary>
/// <remarks>Several threads may read it, or one may change it.</remarks>
public sealed class Frame : IDisposable
{
    // One list for all threads, because a pipeline rents on one core and returns on another; the shared pool has a list for each core.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(maxArrayLength: 1 << 28, maxArraysPerBucket: 64);

    private static int _alive;

    private byte[]? _buffer;

    /// <summary>Rents memory for a frame; its pixels are undefined.</summary>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="timestamp">When it is shown, in ticks of its stream's time base.</param>
    /// <param name="layout">How its pixels are laid out in memory; <see cref="PixelLayout.Rgb24"/> if null.</param>
    public Frame(int width, int height, long timestamp = 0, PixelLayout? layout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (Width, Height, Timestamp, Layout) = (width, height, timestamp, layout ?? PixelLayout.Rgb24);
        _buffer = Pool.Rent(ByteCount);
        Interlocked.Increment(ref _alive);
    }

    private Frame(Frame taken, long timestamp)
    {
        (Width, Height, Timestamp, Layout) = (taken.Width, taken.Height, timestamp, taken.Layout);
        _buffer = Interlocked.Exchange(ref taken._buffer, null);
        ObjectDisposedException.ThrowIf(_buffer is null, taken);
    }

    /// <summary>How many frames of this process have not been disposed; 0 when all work is done.</summary>
    internal static int AliveCount => _alive;

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>When it is shown, in ticks of its stream's time base.</summary>
    public long Timestamp { get; }

    /// <summary>How the pixels are laid out in memory.</summary>
    public PixelLayout Layout { get; }

    /// <summary>Size of the pixels in bytes.</summary>
    public int ByteCount => checked(Width * Height * Layout.BytesPerPixel);

    /// <summary>The pixels, row by row from the top, as <see cref="Layout"/> says.</summary>
    /// <exception cref="ObjectDisposedException">The frame was disposed.</exception>
    public Memory<byte> Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, ByteCount);
        }
    }

    /// <summary>The same picture at another time. It takes the memory over, so this frame counts as disposed.</summary>
    internal Frame MovedTo(long timestamp) => new(this, timestamp);

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
