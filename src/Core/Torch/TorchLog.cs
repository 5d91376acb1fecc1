using System.Runtime.InteropServices;

namespace U2Video.Core.Torch;

/// <summary>What libtorch writes to stderr by itself.</summary>
internal static partial class TorchLog
{
    private const string Level = "TORCH_CPP_LOG_LEVEL";

    /// <summary>
    /// Silences its warnings and errors, unless the environment sets a level already. The warnings do not help users: on processors
    /// without NNPACK there is one at every small convolution. Errors also throw an exception, and an error's trace would hide the one line
    /// that the user should read. It is a setting of the whole process.
    /// </summary>
    /// <returns>Whether libtorch took the setting.</returns>
    public static bool FatalOnly()
    {
        try
        {
            // Not Environment.SetEnvironmentVariable: .NET keeps a copy of the environment, and native code does not see it.
            _ = SetVariable(Level, "FATAL", overwrite: 0);
            InitLogging();
            return true;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    // c10::initLogging() of c10/util/Logging.h, which takes the level from the environment. Python calls it; nothing else does.
    [LibraryImport("libc10", EntryPoint = "_ZN3c1011initLoggingEv")]
    private static partial void InitLogging();
}
