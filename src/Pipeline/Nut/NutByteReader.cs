using System.Buffers.Binary;

namespace U2Video.Pipeline.Nut;

/// <summary>
/// Reads small fields through a buffer, and large data past it straight into place: a frame is not copied twice.
/// </summary>
/// <param name="stream">The stream to read; it stays the caller's.</param>
internal sealed class NutByteReader(Stream stream)
{
    private const int BufferBytes = 1 << 14;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    /// <summary>The next byte, or null at the end of the stream.</summary>
    public async ValueTask<byte?> TryReadByteAsync(CancellationToken cancellation)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellation).ConfigureAwait(false));
            if (_end == 0)
            {
                return null;
            }
        }

        return _buffer[_start++];
    }

    /// <summary>The next byte.</summary>
    public async ValueTask<byte> ReadByteAsync(CancellationToken cancellation) =>
        await TryReadByteAsync(cancellation).ConfigureAwait(false)
            ?? throw new EndOfStreamException("NUT: the stream ends within a header.");

    /// <summary>An unsigned number, as in <see cref="NutPacket.ReadUnsigned"/>.</summary>
    public async ValueTask<long> ReadUnsignedAsync(CancellationToken cancellation)
    {
        var value = 0L;
        for (var i = 0; i < 9; i++)
        {
            var next = await ReadByteAsync(cancellation).ConfigureAwait(false);
            value = (value << 7) | (uint)(next & 0x7F);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("NUT: a number is too long.");
    }

    /// <summary>A 64-bit number whose first byte was read already, most significant byte first.</summary>
    public async ValueTask<ulong> ReadStartCodeAsync(byte first, CancellationToken cancellation)
    {
        var bytes = new byte[sizeof(ulong)];
        bytes[0] = first;
        await ReadExactlyAsync(bytes.AsMemory(1), cancellation).ConfigureAwait(false);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>Fills all of <paramref name="target"/>.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before; the message says how many bytes are missing.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> target, CancellationToken cancellation)
    {
        var buffered = Math.Min(_end - _start, target.Length);
        _buffer.AsSpan(_start, buffered).CopyTo(target.Span);
        _start += buffered;
        var rest = target[buffered..];
        var read = await stream.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (read < rest.Length)
        {
            throw new EndOfStreamException($"The stream ends {rest.Length - read} bytes early.");
        }
    }
}
