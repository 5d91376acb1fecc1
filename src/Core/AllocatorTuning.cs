using System.Runtime.InteropServices;

namespace U2Video.Core;

/// <summary>Keeps glibc from handing the network's memory back to the system between operations.</summary>
public static partial class AllocatorTuning
{
    // From glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    private const int KeepUpTo = 1 << 30;
    private const int GrowBy = 64 << 20;

    /// <summary>
    /// By default every large CPU tensor is mapped and unmapped by the kernel, whose page faults can cost half of the running
    /// time. Call this once at start-up, in the program: it is a setting of the whole process. Elsewhere than on glibc it does
    /// nothing.
    /// </summary>
    /// <remarks>
    /// One arena, because those of further threads cannot hold a block above 64 MiB. Threads that have an arena already keep
    /// it: to be sure of all, set <c>MALLOC_ARENA_MAX=1</c> in the environment of the process.
    /// </remarks>
    /// <returns>Whether the allocator took the settings.</returns>
    public static bool KeepLargeBlocks()
    {
        try
        {
            return SetOption(ArenaMax, 1) == 1 && SetOption(MmapThreshold, KeepUpTo) == 1
                && SetOption(TrimThreshold, KeepUpTo) == 1 && SetOption(TopPad, GrowBy) == 1;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
