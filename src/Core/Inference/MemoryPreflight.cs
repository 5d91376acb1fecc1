using System.Runtime.InteropServices;

namespace U2Video.Core.Inference;

/// <summary>
/// Checks that the network's memory is available before the network runs. If the process reached a limit during the run, oneDNN might not
/// get memory for its code and would crash.
/// </summary>
internal sealed partial class MemoryPreflight
{
    // The program's need beyond its current memory, by trial at 160, 320 and 640 pixels a side; with less it failed or crashed.
    private const long BytesPerPixel = 3072;
    private const long Code = 16 << 20;

    // From Linux's mman.h. The memory is not reserved, so that only limits of the process count and not the machine's free memory.
    private const int ReadAndWrite = 3;
    private const int PrivateAnonymousNotReserved = 0x2 | 0x20 | 0x4000;
    private const nint Failed = -1;

    private long _asked;

    /// <summary>Checks for memory. It does nothing if as much was available before, because the allocator keeps it.</summary>
    /// <param name="pixels">The number of pixels that are computed at the same time.</param>
    /// <exception cref="InsufficientMemoryException">The process cannot get as much memory.</exception>
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
