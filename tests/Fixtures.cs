using System.Collections.Concurrent;
using System.IO.Compression;

namespace U2Video.Tests;

/// <summary>Finds the files that tests read: the project's own in tests/fixtures, and those of ../shared where it is there.</summary>
internal static class Fixtures
{
    private static readonly string Root = FindRoot();
    private static readonly Lazy<string> Unpacked = new(CreateTemporaryFolder);
    private static readonly ConcurrentDictionary<string, Lazy<string>> UnpackedFiles = new();

    /// <summary>The path of a file in tests/fixtures.</summary>
    public static string Path(string name) => System.IO.Path.Combine(Root, "tests", "fixtures", name);

    /// <summary>
    /// Unpacks NAME.gz of tests/fixtures, once in a process, and returns the path of the unpacked file. It is deleted when the
    /// process exits; tests share it and must not change it.
    /// </summary>
    public static string Unpack(string name) =>
        UnpackedFiles.GetOrAdd(name, static name => new Lazy<string>(() => UnpackNow(name))).Value;

    /// <summary>A file or folder beneath the folder "shared" beside the checkout; null where it is absent.</summary>
    public static string? Shared(params string[] parts)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([Root, "..", "shared", .. parts]));
        return System.IO.Path.Exists(path) ? path : null;
    }

    private static string UnpackNow(string name)
    {
        var path = System.IO.Path.Combine(Unpacked.Value, name);
        using var packed = File.OpenRead(Path(name + ".gz"));
        using var unpacking = new GZipStream(packed, CompressionMode.Decompress);
        using var unpacked = File.Create(path);
        unpacking.CopyTo(unpacked);
        return path;
    }

    private static string CreateTemporaryFolder()
    {
        var folder = Directory.CreateTempSubdirectory("u2video-fixtures-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "U2Net.Video.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not within a checkout of the project.");
    }
}
