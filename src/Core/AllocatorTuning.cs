using System.Runtime.InteropServices;

namespace U2Video.Core;

/// <summary>Keeps glibc from handing the network's memory back to the system between operations.</summary>
public static partial class AllocatorTuning
{
    // From glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int Threshold = 1 << 30;

    /// <summary>
    /// By default every large CPU tensor is mapped and unmapped by the kernel, whose page faults can cost half of the running
    /// time. Call this once at start-up, in the program: it is a setting of the whole process. Elsewhere than on glibc it does
    /// nothing.
    /// </summary>
    /// <returns>Whether the allocator took the settings.</returns>
    public static bool KeepLargeBlocks()
    {
        try
        {
            return SetOption(MmapThreshold, Threshold) == 1 && SetOption(TrimThreshold, Threshold) == 1;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
