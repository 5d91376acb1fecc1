using System.Diagnostics;

namespace U2Video.Cli.Tests.Faults;

/// <summary>ffmpeg dies, is missing, too old, or has no room: one line that says so, the documented code, nothing left.</summary>
public sealed class DyingToolsTests(LongClip clip) : IClassFixture<LongClip>
{
    private const string Decoding = "pipe:1";
    private const string Encoding = "pipe:0";

    [Theory]
    [InlineData(Decoding, 3, "was killed")]
    [InlineData(Encoding, 1, "was killed")]
    public async Task A_killed_ffmpeg_ends_the_run(string which, int code, string says)
    {
        var folder = clip.NewFolder();
        using var program = ProgramProcess.Start(clip.Arguments(Path.Combine(folder, "out.mp4")));
        await program.EncodingAsync();
        var children = program.Children();

        ProgramProcess.Signal("KILL", program.Children(which).Single());
        var run = await program.WaitAsync();

        AssertFailed(code, says, run, folder);
        await ProgramProcess.GoneAsync(children);
    }

    [Fact]
    public async Task Without_ffmpeg_it_says_what_to_install()
    {
        var folder = clip.NewFolder();
        var start = new ProcessStartInfo(ProgramProcess.Path, clip.Arguments(Path.Combine(folder, "out.mp4")));
        start.Environment["PATH"] = folder;
        using var program = ProgramProcess.Start(start);

        AssertFailed(1, "ffmpeg was not found", await program.WaitAsync(TimeSpan.FromSeconds(30)), folder);
    }

    [Fact]
    public async Task An_old_ffmpeg_is_refused()
    {
        var tools = clip.NewFolder();
        foreach (var name in new[] { "ffmpeg", "ffprobe" })
        {
            var script = Path.Combine(tools, name);
            await File.WriteAllTextAsync(script, "#!/bin/sh\necho 'ffmpeg version 4.3.9-test'\n", TestContext.Current.CancellationToken);
            using var made = Process.Start("chmod", ["+x", script]);
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var folder = clip.NewFolder();
        var start = new ProcessStartInfo(ProgramProcess.Path, clip.Arguments(Path.Combine(folder, "out.mp4")));
        start.Environment["PATH"] = tools + ":" + Environment.GetEnvironmentVariable("PATH");
        using var program = ProgramProcess.Start(start);

        AssertFailed(1, "4.3 is too old", await program.WaitAsync(TimeSpan.FromSeconds(30)), folder);
    }

    [Fact]
    public async Task A_file_that_may_not_grow_is_an_error()
    {
        // The runtime itself makes a large file for its code, unless it is told not to.
        var folder = clip.NewFolder();
        var start = new ProcessStartInfo(
            "prlimit", ["--fsize=60000", ProgramProcess.Path, .. clip.Arguments(Path.Combine(folder, "out.mkv")), "--codec", "ffv1"]);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var program = ProgramProcess.Start(start);

        AssertFailed(1, "encoding failed", await program.WaitAsync(TimeSpan.FromSeconds(60)), folder);
    }

    [Fact]
    public async Task A_full_disk_is_an_error()
    {
        var folder = clip.NewFolder();
        Assert.SkipUnless(Mount(folder), "Only root may mount a small file system.");
        try
        {
            using var program = ProgramProcess.Start([.. clip.Arguments(Path.Combine(folder, "out.mkv")), "--codec", "ffv1"]);

            AssertFailed(1, "No space left", await program.WaitAsync(TimeSpan.FromSeconds(60)), folder);
        }
        finally
        {
            using var unmount = Process.Start("umount", ["-l", folder]);
            await unmount.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static bool Mount(string folder)
    {
        using var mount = Process.Start(
            new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]) { RedirectStandardError = true })!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }

    private static void AssertFailed(int code, string says, ProgramRun run, string folder)
    {
        Assert.Equal((code, 1), (run.Code, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }
}
