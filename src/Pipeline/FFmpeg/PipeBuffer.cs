using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>How much a pipe holds.</summary>
internal static partial class PipeBuffer
{
    // Linux's fcntl.h.
    private const int SetSize = 1031;

    // What Linux allows by default. A user's pipes together may hold 64 MiB; beyond that the call fails, and the pipe stays as it is.
    private const int Bytes = 1 << 20;

    /// <summary>
    /// Makes a pipe hold a mebibyte instead of 64 KiB. A frame of 1280×720 has 2.6 MiB, so reader and writer wake each other 3 times for
    /// each frame, and not 42 times. Where the system does not allow it, nothing changes.
    /// </summary>
    public static void Enlarge(Stream pipe)
    {
        if (!OperatingSystem.IsLinux() || pipe is not PipeStream stream)
        {
            return;
        }

        var handle = stream.SafePipeHandle;
        var isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            _ = Control((int)handle.DangerousGetHandle(), SetSize, Bytes);
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
