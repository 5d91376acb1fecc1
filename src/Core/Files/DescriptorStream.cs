using System.Runtime.InteropServices;

namespace U2Video.Core.Files;

/// <summary>
/// Writes to a descriptor that this process has inherited, and leaves it open. Each write goes where the descriptor's own position is and
/// moves it, so that programs that share a redirected file, as in <c>(u2video …; u2video …) &gt; file</c>, write one after the other.
/// <see cref="FileStream"/> keeps a position of its own and would begin at the same place each time. It also does not hide that a reader
/// has closed the pipe, as the console's stream does.
/// </summary>
internal sealed partial class DescriptorStream : Stream
{
    // From errno.h and poll.h.
    private const int Interrupted = 4;
    private const int BadDescriptor = 9;
    private const int TryAgain = 11;
    private const short Writable = 4;

    /// <summary>Takes a descriptor.</summary>
    /// <param name="number">Its number.</param>
    /// <exception cref="IOException">It is not open for writing.</exception>
    public DescriptorStream(int number)
    {
        Number = number;

        // Without bytes, the descriptor is checked. A full device refuses this too, but that is told by the first real write.
        if (Write(number, [], 0) < 0 && Marshal.GetLastPInvokeError() == BadDescriptor)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(BadDescriptor), BadDescriptor);
        }
    }

    /// <summary>The descriptor's number.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="IOException">The system refuses; <see cref="Exception.HResult"/> is its error number.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            buffer = buffer[WriteOnce(buffer)..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Write(buffer.Span), cancellationToken));

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Nothing is kept back.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private int WriteOnce(ReadOnlySpan<byte> buffer)
    {
        while (true)
        {
            var written = Write(Number, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                return (int)written;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    break;
                case TryAgain:
                    // Another program has made the pipe non-blocking, and it is full.
                    var waiting = new Waiting(Number, Writable);
                    _ = Poll(ref waiting, 1, -1);
                    break;
                case var error:
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Waiting descriptors, ulong count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Waiting(int descriptor, short events)
    {
        public int Descriptor = descriptor;
        public short Events = events;
        public short Found;
    }
}
