using System.Runtime.InteropServices;

namespace U2Video.Core.Torch;

/// <summary>The system's dynamic linker, asked for more than .NET asks it.</summary>
internal static partial class DynamicLinker
{
    // From glibc's dlfcn.h.
    private const int Lazily = 1;
    private const int Immediately = 2;
    private const int IfLoaded = 4;

    /// <summary>Loads a library.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="immediately">Whether every function that it calls is to be found now, in the place of at its first call.</param>
    /// <param name="fault">Why that fails, in one line; empty where it does not.</param>
    /// <returns>A handle as <see cref="NativeLibrary"/> has them; 0 where that fails.</returns>
    public static nint Load(string path, bool immediately, out string fault)
    {
        // .NET binds a function at its first call, with the linker's help: that must not come between a failure and its reason.
        _ = Error();
        var handle = Open(path, immediately ? Immediately : Lazily);
        fault = handle == 0 ? Marshal.PtrToStringUTF8(Error())?.ReplaceLineEndings(" ") ?? "unknown fault" : "";
        return handle;
    }

    /// <summary>A library that is loaded already and bears a name, wherever its file is; 0 where none is.</summary>
    public static nint Find(string name) => Open(name, Lazily | IfLoaded);

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string name, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    private static partial nint Error();
}
