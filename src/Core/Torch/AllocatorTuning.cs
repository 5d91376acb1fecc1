using System.Runtime.InteropServices;

namespace U2Video.Core.Torch;

/// <summary>Makes glibc keep the network's memory instead of returning it to the system between operations.</summary>
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

    // The reserve with huge pages: as much as the option can hold. It only costs address space until it is used.
    private const int HugeReserve = 2047 << 20;
    private const int HugePageAdvice = 14;
    private const nint PageSize = 4096;

    // RLIMIT_DATA of Linux's resource.h.
    private const int DataLimit = 2;

    /// <summary>
    /// By default every large CPU tensor is mapped and unmapped by the kernel, whose page faults can cost half of the running
    /// time. This is a setting of the whole process, best made early. Without glibc it does
    /// nothing.
    /// </summary>
    /// <remarks>
    /// It allows one arena, because the arenas of further threads cannot hold a block above 64 MiB. Threads that have an arena already keep
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

    // The reserve counts as used memory, and only the heap can use it.
    private static bool IsLimited() => GetLimit(DataLimit, out var limit) != 0 || limit.Soft != ulong.MaxValue;

    // The first access to each page of 4 KiB costs microseconds, and a network uses hundreds of thousands of pages; pages of 2 MiB are
    // almost free. The kernel provides them if its settings allow that; otherwise this is not a failure.
    private static bool ReserveHugePages()
    {
        if (SetOption(TopPad, HugeReserve) != 1)
        {
            return false;
        }

        // This is more than the heap has left, so that the heap grows now, by the whole reserve.
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
