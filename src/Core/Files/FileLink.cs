using System.Runtime.InteropServices;

namespace U2Video.Core.Files;

/// <summary>A second name of a file.</summary>
internal static partial class FileLink
{
    /// <summary>Gives a file a second name; where the file system cannot, the new name gets a copy.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The new name, which nothing has yet.</param>
    /// <exception cref="IOException">The file cannot be read, or the name cannot be written.</exception>
    public static void CreateOrCopy(string path, string name)
    {
        if (Link(path, name) != 0)
        {
            File.Copy(path, name);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);
}
