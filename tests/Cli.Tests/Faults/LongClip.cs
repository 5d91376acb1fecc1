using System.Diagnostics;

namespace U2Video.Cli.Tests.Faults;

/// <summary>A clip that takes the program a while, in a folder of its own.</summary>
public sealed class LongClip : IDisposable
{
    public LongClip()
    {
        using var ffmpeg = Process.Start(
            "ffmpeg", ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=48x32:r=50:d=120", "-c:v", "mpeg4", Path]);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("u2video-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "clip.mp4");

    /// <summary>The arguments that make a file of it.</summary>
    public string[] Arguments(string output) => [Path, "--mask", output, "--size", "64", "--progress", "none"];

    /// <summary>An empty folder for outputs.</summary>
    public string NewFolder() => Directory.CreateDirectory(System.IO.Path.Combine(Folder, Guid.NewGuid().ToString("N"))).FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
