using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Core.Torch;

/// <summary>Sets a process up for the speed that the program itself has.</summary>
/// <remarks>Safe to call from several threads.</remarks>
public static class U2VideoRuntime
{
    private static readonly Lock OneAtATime = new();

    private static bool _processIsReady;
    private static bool _torchIsReady;

    /// <summary>
    /// Call this once at start-up, before anything else of torch. Without it everything works, but slower. These settings hold for the
    /// whole process, and what the environment says already wins over them:
    /// libtorch's threads sleep while they wait for one another; glibc keeps large blocks of memory instead of returning them to the
    /// kernel after every operation; OpenCV uses its own functions instead of Intel's; libtorch is loaded from the folder that
    /// <c>U2VIDEO_TORCH_LIB</c> names, if it is set (<see cref="TorchLibrary"/>); and libtorch writes only fatal errors to stderr. A
    /// further call does nothing.
    /// </summary>
    /// <param name="loadTorch">
    /// Whether libtorch may be loaded now. False leaves out the last two settings, for a program that does not know yet whether it will
    /// compute; call this again with true before it does.
    /// </param>
    /// <exception cref="DeviceException">The folder that <c>U2VIDEO_TORCH_LIB</c> names holds no libtorch that fits.</exception>
    public static void Configure(bool loadTorch = true)
    {
        lock (OneAtATime)
        {
            if (!_processIsReady)
            {
                TorchThreads.WaitAsleep();
                AllocatorTuning.KeepLargeBlocks();
                OpenCvTuning.UseOwnFunctions();
                _processIsReady = true;
            }

            if (loadTorch && !_torchIsReady)
            {
                TorchLibrary.LoadChosen();
                TorchLog.FatalOnly();
                _torchIsReady = true;
            }
        }
    }
}
