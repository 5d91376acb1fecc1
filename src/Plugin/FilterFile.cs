using System.Runtime.InteropServices;

namespace U2Video.Plugin;

/// <summary>The file that this code was loaded from.</summary>
internal static unsafe partial class FilterFile
{
    /// <summary>
    /// Its folder, with symbolic links followed, so that a link in a folder of filters leads to the program; null if it is not known.
    /// </summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        Location location;
        if (LocateAddress((void*)(delegate* unmanaged[Cdecl]<int>)&Exports.Initialize, &location) == 0 || location.File is null)
        {
            return null;
        }

        var path = Marshal.PtrToStringUTF8((nint)location.File)!;
        return Path.GetDirectoryName(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path));
    }

    /// <summary>Dl_info of dladdr(3).</summary>
    private struct Location
    {
        public byte* File;
        public void* Base;
        public byte* SymbolName;
        public void* Symbol;
    }

    [LibraryImport("libc", EntryPoint = "dladdr")]
    private static partial int LocateAddress(void* address, Location* location);
}
