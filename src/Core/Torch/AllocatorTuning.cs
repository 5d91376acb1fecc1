using System.Runtime.InteropServices;

namespace U2Video.Core.Torch;

/// <summary>Keeps glibc from handing the network's memory back to the system between operations.</summary>
internal static partial class AllocatorTuning
{
    // From glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    private const int KeepUpTo = 1 << 30;
    private const int Never = -1;
    private const int GrowBy = 64 << 20;

    // What is reserved with huge pages, as much as the option can say. It costs address space alone until it is used.
    private const int HugeReserve = 2047 << 20;
    private const int HugePageAdvice = 14;
    private const nint PageSize = 4096;

    // RLIMIT_DATA of Linux's resource.h.
    private const int DataLimit = 2;

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
                && SetOption(TrimThreshold, Never) == 1 && (IsLimited() || ReserveHugePages()) && SetOption(TopPad, GrowBy) == 1;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    // What is reserved counts as used, and nothing but the heap could have it.
    private static bool IsLimited() => GetLimit(DataLimit, out var limit) != 0 || limit.Soft != ulong.MaxValue;

    // The first touch of each page of 4 KiB costs microseconds, of which a network has hundreds of thousands before it; those of 2 MiB are
    // as good as free. The kernel gives them where it was asked to, and where it is not it is no failure.
    private static bool ReserveHugePages()
    {
        if (SetOption(TopPad, HugeReserve) != 1)
        {
            return false;
        }

        // More than the heap has left, so that it grows now, and by the whole reserve.
        var block = Allocate(GrowBy);
        Free(block);
        var (start, end) = ((block + PageSize - 1) & -PageSize, MoveBreak(0));
        if (block != 0 && end > start && end - start <= HugeReserve + (2L * GrowBy))
        {
            _ = Advise(start, end - start, HugePageAdvice);
        }

        return true;
    }

    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc")]
    private static partial nint Allocate(nint size);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint block);

    [LibraryImport("libc", EntryPoint = "sbrk")]
    private static partial nint MoveBreak(nint increment);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nint length, int advice);
}
