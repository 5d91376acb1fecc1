using System.Runtime.InteropServices;

namespace U2Video.Core.Torch;

/// <summary>How libtorch's threads wait for one another.</summary>
internal static partial class TorchThreads
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string SpinCount = "GOMP_SPINCOUNT";

    // Some twenty microseconds. Longer saves a few percent on a quiet machine, and on a busy one it makes a picture take several times as
    // long, because a thread that has used up its share is not let run when the next step needs it. docs/performance.md has figures.
    private const string Spins = "2000";

    /// <summary>
    /// Lets libtorch's threads soon sleep while they wait for one another, unless the environment already says how they wait. By
    /// default they spin, and on processors that are shared with other programs, such as ffmpeg, that takes time from the thread that they
    /// wait for. It is a setting of the whole process and has to be made before anything else of torch.
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
