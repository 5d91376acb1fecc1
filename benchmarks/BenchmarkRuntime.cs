using U2Video.Core;

namespace U2Video.Benchmarks;

/// <summary>Sets the process up as the program does.</summary>
internal static class BenchmarkRuntime
{
    public static void Prepare()
    {
        TorchThreads.WaitAsleep();
        AllocatorTuning.KeepLargeBlocks();
        TorchLog.FatalOnly();
    }
}
