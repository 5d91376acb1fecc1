using System.Runtime.InteropServices;

namespace U2Video.Core.Inference;

/// <summary>
/// Asks for the network's memory before the network does. Where a limit of the process is met half-way, oneDNN may not get memory for
/// its code, and crashes.
/// </summary>
internal sealed partial class Headroom
{
    // What the program needs beyond what it holds already, by trial at 160, 320 and 640 pixels a side; with less it failed or crashed.
    private const long BytesPerPixel = 3072;
    private const long Code = 16 << 20;

    // Of Linux's mman.h. Not reserved: what the machine has is for the kernel to say, which knows how much of this is ever touched.
    private const int ReadAndWrite = 3;
    private const int PrivateAnonymousNotReserved = 0x2 | 0x20 | 0x4000;
    private const nint Failed = -1;

    private long _asked;

    /// <summary>Does nothing where as much has been there before: the allocator keeps it.</summary>
    /// <param name="pixels">How many are computed at the same time.</param>
    /// <exception cref="InsufficientMemoryException">The process may not have as much.</exception>
    public void Ensure(long pixels)
    {
        var needed = pixels * BytesPerPixel;
        if (needed > _asked && !CanMap((nint)(needed - _asked + Code)))
        {
            throw new InsufficientMemoryException($"The network needs {needed >> 20} MiB, more than this process may have.");
        }

        _asked = Math.Max(_asked, needed);
    }

    private static bool CanMap(nint length)
    {
        try
        {
            var block = Map(0, length, ReadAndWrite, PrivateAnonymousNotReserved, -1, 0);
            return block != Failed && Unmap(block, length) == 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
