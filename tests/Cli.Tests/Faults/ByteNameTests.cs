using System.Diagnostics;

namespace U2Video.Cli.Tests.Faults;

/// <summary>Names are bytes, and need not be UTF-8. Such files are refused, and nothing is written under a similar name.</summary>
public sealed class ByteNameTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose()
    {
        // The runtime cannot name these files either.
        using var removed = Process.Start("rm", ["-r", _folder]);
        removed.WaitForExit();
    }

    [Fact]
    public async Task An_input_is_refused()
    {
        var run = await RunAsync(
            "ffmpeg -nostdin -loglevel error -f lavfi -i color=red:s=16x16:d=0.2 \"$1/a$odd.mp4\"; "
            + "exec \"$2\" \"$1/a$odd.mp4\" --mask \"$1/out.mp4\"");

        AssertRefused(3, run);
        Assert.False(File.Exists(Path.Combine(_folder, "out.mp4")));
    }

    [Fact]
    public async Task An_output_is_refused()
    {
        var run = await RunAsync(
            "ffmpeg -nostdin -loglevel error -f lavfi -i color=red:s=16x16:d=0.2 \"$1/in.mp4\"; "
            + "exec \"$2\" \"$1/in.mp4\" --mask \"$1/a$odd.mp4\"");

        AssertRefused(2, run);
        Assert.Equal(["in.mp4"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    private static void AssertRefused(int code, ProgramRun run)
    {
        Assert.Equal((code, 1), (run.Code, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains("\uFFFD", run.Error, StringComparison.Ordinal);
    }

    private async Task<ProgramRun> RunAsync(string script)
    {
        using var program = ProgramProcess.Start(
            new ProcessStartInfo("sh", ["-c", $"odd=$(printf '\\377'); {script}", "sh", _folder, ProgramProcess.Path]));
        return await program.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
