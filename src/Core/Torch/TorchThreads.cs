using System.Runtime.InteropServices;

namespace U2Video.Core.Torch;

/// <summary>How libtorch's threads behave towards the rest of the machine.</summary>
internal static partial class TorchThreads
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string SpinCount = "GOMP_SPINCOUNT";

    // Under a millisecond: waits within a convolution are shorter, and waking costs more than they take. docs/performance.md has figures.
    private const string Spins = "50000";

    /// <summary>
    /// Lets libtorch's threads soon fall asleep while they wait for one another, unless the environment says how they wait already. By
    /// default they run in circles, and on processors that are shared, with ffmpeg for one, that takes the time of the very thread that is
    /// waited for. It is a setting of the whole process, to be made before anything else of torch.
    /// </summary>
    /// <returns>Whether it could be set.</returns>
    public static bool WaitAsleep()
    {
        try
        {
            // Not Environment.SetEnvironmentVariable: .NET keeps a copy of the environment, and native code does not see it.
            return SetVariable(WaitPolicy, "PASSIVE", overwrite: 0) == 0 && SetVariable(SpinCount, Spins, overwrite: 0) == 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
