using System.Runtime.InteropServices;

namespace U2Video.Client;

/// <summary>
/// Memory that client and worker share: one frame of RGBA, eight bits each, row by row without gaps. The result comes back in the same
/// place. It is a file without a name that cannot be made shorter, so that no end can crash the other.
/// </summary>
internal sealed unsafe class FrameMemory : IDisposable
{
    /// <summary>Bytes of a pixel.</summary>
    public const int BytesPerPixel = 4;

    /// <summary>The largest frame in bytes.</summary>
    public const long MostBytes = 1 << 30;

    private const uint CloseAndSeal = 1 | 2; // MFD_CLOEXEC, MFD_ALLOW_SEALING
    private const int AddSeals = 1033; // F_ADD_SEALS
    private const int GetSeals = 1034; // F_GET_SEALS
    private const int Shrink = 2; // F_SEAL_SHRINK
    private const int Grow = 4; // F_SEAL_GROW
    private const int ReadAndWrite = 3; // PROT_READ, PROT_WRITE
    private const int Shared = 1; // MAP_SHARED
    private const int End = 2; // SEEK_END

    private readonly byte* _start;
    private readonly int _length;
    private bool _isDisposed;

    private FrameMemory(byte* start, int length, int descriptor)
    {
        _start = start;
        (_length, Descriptor) = (length, descriptor);
    }

    /// <summary>The file's descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>The pixels.</summary>
    public Span<byte> Pixels => new(_start, _length);

    /// <summary>The first pixel.</summary>
    public nint Start => (nint)_start;

    /// <summary>Makes memory for frames of a size; the client's part.</summary>
    /// <exception cref="WorkerException">There is not enough, or the frame is too large.</exception>
    public static FrameMemory Create(int width, int height)
    {
        var length = LengthOf(width, height);
        var descriptor = LinuxCalls.CreateMemory("u2video-frame", CloseAndSeal);
        if (descriptor < 0 || LinuxCalls.SetLength(descriptor, length) != 0
            || LinuxCalls.Control(descriptor, AddSeals, Shrink | Grow) != 0)
        {
            var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            LinuxCalls.Close(descriptor);
            throw new WorkerException($"no shared memory for a frame of {width}×{height}: {reason}.");
        }

        return Map(descriptor, length);
    }

    /// <summary>Takes what a client sent; the worker's part.</summary>
    /// <param name="descriptor">The file, which is taken over.</param>
    /// <param name="width">The frames' width in pixels.</param>
    /// <param name="height">The frames' height in pixels.</param>
    /// <exception cref="WorkerException">It is shorter than a frame, or can become so.</exception>
    public static FrameMemory Take(int descriptor, int width, int height)
    {
        try
        {
            var length = LengthOf(width, height);
            var seals = LinuxCalls.Control(descriptor, GetSeals, 0);
            if (descriptor < 0 || seals < 0 || (seals & Shrink) == 0 || LinuxCalls.Seek(descriptor, 0, End) < length)
            {
                throw new WorkerException(
                    $"the shared memory does not hold a frame of {width}×{height}, or is not sealed against shrinking.");
            }

            var memory = Map(descriptor, length);
            descriptor = -1;
            return memory;
        }
        finally
        {
            LinuxCalls.Close(descriptor);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            LinuxCalls.Unmap(_start, (nuint)_length);
            LinuxCalls.Close(Descriptor);
        }
    }

    private static int LengthOf(int width, int height) =>
        width > 0 && height > 0 && (long)width * height * BytesPerPixel is <= MostBytes and var length
            ? (int)length
            : throw new WorkerException($"a frame of {width}×{height} is too large or empty.");

    private static FrameMemory Map(int descriptor, int length)
    {
        var start = LinuxCalls.Map(null, (nuint)length, ReadAndWrite, Shared, descriptor, 0);
        if ((nint)start == -1)
        {
            var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            LinuxCalls.Close(descriptor);
            throw new WorkerException($"shared memory of {length} bytes cannot be mapped: {reason}.");
        }

        return new FrameMemory((byte*)start, length, descriptor);
    }
}
