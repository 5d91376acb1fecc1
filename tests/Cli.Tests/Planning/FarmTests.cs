using System.Diagnostics;
using U2Video.Cli.Tests.Faults;
using U2Video.Tests;

namespace U2Video.Cli.Tests.Planning;

/// <summary>The scripts that are planned run as they are, and what is joined equals a run in one piece.</summary>
public sealed class FarmTests : IDisposable
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixtures.Path(""), "..", ".."));
    private static readonly string Clip = Path.Combine(Root, "media-samples", "portrait.mp4");
    private static readonly string[] Small = ["--size", "64", "--progress", "none"];

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void GNU_parallel_runs_the_parts_and_they_are_joined()
    {
        Assert.SkipUnless(Bash.Has("parallel"), "GNU parallel is not installed (on Debian: apt-get install parallel).");
        var clip = At("it's a {} {.} $(clip) \"1\".mp4");
        File.Copy(Clip, clip);
        var (one, joined) = (At("one.mkv"), At("joined {#} 'all'.mkv"));
        Run([clip, "--mask", one, "--codec", "ffv1", "--max-frames", "24", .. Small]);

        var plan = Run(
            ["plan", clip, "--mask", joined, "--codec", "ffv1", "--max-frames", "24", .. Small,
                "--for", "parallel", "--parts", "3", "--measured-fps", "20"]);
        var run = Bash.Run(plan.Output, new Dictionary<string, string>(), "-s", "--", "--jobs", "2");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(Frames(one), Frames(joined));
        Assert.Equal([clip, joined, one], Directory.GetFileSystemEntries(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void GNU_parallel_shares_out_a_folder()
    {
        Assert.SkipUnless(Bash.Has("parallel"), "GNU parallel is not installed (on Debian: apt-get install parallel).");
        var clips = Directory.CreateDirectory(At("the clips")).FullName;
        foreach (var seconds in new[] { 1, 2, 3 })
        {
            CommandLineTests.Ffmpeg("-i", Clip, "-t", $"0.{seconds}", Path.Combine(clips, $"it's {seconds}.mkv"));
        }

        var plan = Run(["plan", clips, "--mask", At("masks"), .. Small, "--for", "parallel", "--parts", "2", "--measured-fps", "20"]);
        var run = Bash.Run(plan.Output, new Dictionary<string, string>());

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(
            ["it's 1.mp4", "it's 2.mp4", "it's 3.mp4"],
            Directory.GetFiles(At("masks")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // tools/slurm/check_parts says what it does.
    [Fact]
    public void Slurm_runs_the_parts_again_where_one_was_killed_and_they_are_joined()
    {
        Assert.SkipUnless(Environment.UserName == "root", "slurmd needs root.");
        Assert.SkipUnless(
            Bash.Has("slurmctld", "slurmd", "munged", "sbatch"), "Slurm is not installed (on Debian: apt-get install slurm-wlm munge).");

        var run = Bash.Run(
            "\"$CHECK\" \"$CLIP\" --size 64 --max-frames 24",
            new Dictionary<string, string>
            {
                ["CHECK"] = Path.Combine(Root, "tools", "slurm", "check_parts"),
                ["CLIP"] = Clip,
                ["U2VIDEO"] = ProgramProcess.Path,
                ["TMPDIR"] = _folder,
            });

        Assert.True(run.Code == 0, run.Output + run.Error);
        Assert.Contains("task 2: queued again, and ended with COMPLETED", run.Output, StringComparison.Ordinal);
        Assert.Contains("mask of it.mkv: every frame is equal", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("both.gif: times, duration and sound are equal\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder));
    }

    private string At(string name) => Path.Combine(_folder, name);

    // In a process of its own, because a plan names the process's file as the program.
    private static ProgramRun Run(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(ProgramProcess.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var program = Process.Start(start)!;
        var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        program.WaitForExit();
        Assert.True(program.ExitCode == 0, error.Result);
        return new ProgramRun(program.ExitCode, output.Result, error.Result);
    }

    // Each frame's time and content.
    private static string Frames(string file)
    {
        var run = Bash.Run(
            "ffmpeg -nostdin -loglevel error -i \"$FILE\" -map 0:v:0 -f framehash -",
            new Dictionary<string, string> { ["FILE"] = file });
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run.Output;
    }
}
