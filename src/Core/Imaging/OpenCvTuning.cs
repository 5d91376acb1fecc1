using System.Runtime.InteropServices;

namespace U2Video.Core.Imaging;

/// <summary>How OpenCV computes.</summary>
internal static partial class OpenCvTuning
{
    private const string Primitives = "OPENCV_IPP";
    private const string LogLevel = "OPENCV_LOG_LEVEL";

    /// <summary>
    /// Turns off the functions of Intel's IPP within OpenCV, unless the environment already says something about them. Before each call
    /// they ask the processor for its maker, because they never remember that it is another than Intel. In a virtual machine that question
    /// goes to the host, and took 4 ms of each frame of 1280×720. OpenCV's own functions are as fast, and their results are the same on
    /// every processor. It is a setting of the whole process and has to be made before OpenCV is loaded.
    /// </summary>
    /// <returns>Whether it could be set.</returns>
    public static bool UseOwnFunctions()
    {
        try
        {
            // OpenCV warns about the setting itself on stderr. Not Environment.SetEnvironmentVariable, because native code does not see it.
            return SetVariable(Primitives, "disabled", overwrite: 0) == 0 && SetVariable(LogLevel, "ERROR", overwrite: 0) == 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
