using System.Runtime.InteropServices;

namespace U2Video.Core.Torch;

/// <summary>Functions of the system's dynamic linker that .NET does not offer.</summary>
internal static partial class DynamicLinker
{
    // From glibc's dlfcn.h.
    private const int Lazily = 1;
    private const int Immediately = 2;
    private const int IfLoaded = 4;

    /// <summary>Loads a library.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="immediately">Whether all functions that it calls are resolved now instead of at their first call.</param>
    /// <param name="fault">The reason for a failure, in one line; empty if there is none.</param>
    /// <returns>A handle for <see cref="NativeLibrary"/>; 0 after a failure.</returns>
    public static nint Load(string path, bool immediately, out string fault)
    {
        // .NET binds a function at its first call, with the linker's help. That must not happen between a failure and reading its reason.
        _ = Error();
        var handle = Open(path, immediately ? Immediately : Lazily);
        fault = handle == 0 ? Marshal.PtrToStringUTF8(Error())?.ReplaceLineEndings(" ") ?? "unknown fault" : "";
        return handle;
    }

    /// <summary>A library that is loaded already under a name, wherever its file is; 0 if there is none.</summary>
    public static nint Find(string name) => Open(name, Lazily | IfLoaded);

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string name, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    private static partial nint Error();
}
