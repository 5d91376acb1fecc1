using k8s;
using k8s.Models;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests.Planning;

/// <summary>Scripts for farms: what they hold, and that others read them. That they run is shown elsewhere.</summary>
public sealed class PlanCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string _clip;

    public PlanCommandTests()
    {
        _clip = Path.Combine(_folder, "it's a $(clip) {}.mkv");
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=8", _clip);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Out => Path.Combine(_folder, "o 'u' \"t\".mkv");

    [Theory]
    [InlineData("slurm")]
    [InlineData("parallel")]
    public async Task A_script_for_bash_is_all_of_stdout(string scheduler)
    {
        var run = await RunAsync(_clip, "--mask", Out, "--for", scheduler, "--parts", "4", "--measured-fps", "20", "--size", "64");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("#!/bin/bash\n", run.Output, StringComparison.Ordinal);
        var read = Bash.Run(run.Output, new Dictionary<string, string>(), "-n");
        Assert.Equal((0, "", ""), (read.Code, read.Output, read.Error));
        Assert.Contains("--size 64 --part", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--measured-fps", run.Output, StringComparison.Ordinal);
        Assert.Contains("200 frames; 20.0 frames a second and 5.0 s to the first, as given", run.Error, StringComparison.Ordinal);
        Assert.Contains("one run: 15 s\n4 parts at the same time: 8 s for the longest, 50 frames\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_fails_leaves_nothing()
    {
        var run = await RunAsync(_clip, "--mask", Out, "--for", "kubernetes", "--measured-fps", "20");

        Assert.Equal(2, run.Code);
        Assert.Equal([_clip], Directory.GetFileSystemEntries(_folder));
    }

    // Whether Slurm takes it is another test; this one runs where there is no Slurm.
    [Fact]
    public async Task Slurm_gets_an_array_and_a_join_behind_it()
    {
        var plan = await RunAsync(
            _clip, "--mask", Out, "--parts", "4", "--measured-fps", "20", "--grow", "-1", "--program", "/opt/u2 video");
        var log = Directory.CreateDirectory(Path.Combine(_folder, "log")).FullName;
        const string Sbatch = """
            sbatch() {
                local i=$(ls "$LOG" | wc -l)
                printf '%s\0' "$@" >"$LOG/$i.args"
                cat >"$LOG/$i.sh"
                echo $((100 + i))
            }

            """;

        var run = Bash.Run(
            Sbatch + plan.Output, new Dictionary<string, string> { ["LOG"] = log }, "-s", "--", "--partition=big one");

        Assert.Equal((0, "", "parts: job 100\njoin: job 102\n"), (run.Code, run.Error, run.Output));
        var (array, join) = (Arguments("0.args"), Arguments("2.args"));
        Assert.Superset(new HashSet<string> { "--array=1-4", "--requeue", "--partition=big one" }, array.ToHashSet());
        Assert.Superset(new HashSet<string> { "--dependency=afterok:100", "--kill-on-invalid-dep=yes" }, join.ToHashSet());

        var part = await File.ReadAllTextAsync(Path.Combine(log, "0.sh"));
        Assert.Equal((0, ""), (Bash.Run(part, new Dictionary<string, string>(), "-n").Code, ""));
        Assert.Equal(
            ["/opt/u2 video", _clip, "--mask", Out, "--grow=-1", "--part", "auto/4"],
            Words(part.Split('\n')[2].Replace(" || code=$?", "")));
        Assert.Equal(["/opt/u2 video", "join", Out], Words((await File.ReadAllTextAsync(Path.Combine(log, "2.sh"))).Split('\n')[2]));

        string[] Arguments(string file) => File.ReadAllText(Path.Combine(log, file)).Split('\0');
        static string[] Words(string line) =>
            Bash.Run($"printf '%s\\0' {line}", new Dictionary<string, string>()).Output.Split('\0')[..^1];
    }

    [Fact]
    public async Task Kubernetes_gets_an_indexed_job_and_one_that_waits()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "below"));
        var here = Directory.GetCurrentDirectory();
        ProgramRun run;
        try
        {
            Directory.SetCurrentDirectory(Path.Combine(_folder, "below"));
            run = await RunAsync(
                _clip, "--mask", "a $(b) 'c'.mkv", "--for", "kubernetes", "--image", "farm/u2video:1", "--volume", $"media:{_folder}",
                "--parts", "5", "--measured-fps", "20");
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }

        Assert.Equal(0, run.Code);
        // Strict: a field that Kubernetes does not have is an error.
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(run.Output.Replace("suspend:", "suspent:"), strict: true));
        var jobs = KubernetesYaml.LoadAllFromString(run.Output, strict: true).Cast<V1Job>().ToArray();
        Assert.Equal(["it-s-a---clip-----mkv-parts", "it-s-a---clip-----mkv-join"], jobs.Select(job => job.Metadata.Name));
        Assert.All(jobs, job => Assert.Equal(("batch/v1", "Job"), (job.ApiVersion, job.Kind)));
        Assert.All(jobs, job => Assert.Equal("Never", job.Spec.Template.Spec.RestartPolicy));

        var parts = jobs[0].Spec;
        Assert.Equal(("Indexed", 5, 5, 15), (parts.CompletionMode, parts.Completions, parts.Parallelism, parts.BackoffLimit));
        Assert.Equal([2, 3, 4], parts.PodFailurePolicy.Rules[0].OnExitCodes.Values);
        var container = Assert.Single(parts.Template.Spec.Containers);
        Assert.Equal(container.Name, parts.PodFailurePolicy.Rules[0].OnExitCodes.ContainerName);
        Assert.Equal(["u2video", _clip.Replace("$", "$$"), "--mask", "a $$(b) 'c'.mkv", "--part", "auto/5"], container.Command);
        Assert.Equal(("farm/u2video:1", Path.Combine(_folder, "below")), (container.Image, container.WorkingDir));
        var (mount, volume) = (Assert.Single(container.VolumeMounts), Assert.Single(parts.Template.Spec.Volumes));
        Assert.Equal((_folder, volume.Name), (mount.MountPath, mount.Name));
        Assert.Equal("media", volume.PersistentVolumeClaim.ClaimName);

        Assert.True(jobs[1].Spec.Suspend);
        Assert.Equal(["u2video", "join", "a $$(b) 'c'.mkv"], Assert.Single(jobs[1].Spec.Template.Spec.Containers).Command);
    }

    [Fact]
    public async Task A_folder_is_shared_out_and_not_joined()
    {
        var clips = Directory.CreateDirectory(Path.Combine(_folder, "clips")).FullName;
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=2", Path.Combine(clips, "a.mkv"));
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=1", Path.Combine(clips, "b.mkv"));
        await File.WriteAllTextAsync(Path.Combine(clips, "c.mkv"), "no clip");

        var run = await RunAsync(clips, "--mask", Path.Combine(_folder, "masks"), "--parts", "9", "--measured-fps", "5");

        Assert.Equal(0, run.Code);
        Assert.Contains("clips: 75 frames", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 parts at the same time: 15 s for the longest, 50 frames", run.Error, StringComparison.Ordinal);
        Assert.Contains("--part auto/3", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("join", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(clips, "--mask", Path.Combine(_folder, "masks"), "--watch", "--measured-fps", "5")).Code);
    }

    [Fact]
    public async Task Without_a_speed_this_machine_is_measured_and_only_the_look_at_the_clip_is_left()
    {
        var run = await RunAsync(_clip, "--mask", Out, "--cutout", Path.Combine(_folder, "cut") + "/", "--parts", "auto", "--size", "64");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"200 frames; \d+\.\d frames a second and \d+\.\d s to the first, measured on this machine", run.Error);
        Assert.Equal([_clip, Out + ".parts"], Directory.GetFileSystemEntries(_folder).Order(StringComparer.Ordinal));
        Assert.Equal("input.json", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(Out + ".parts"))));
    }

    [Theory]
    [InlineData(ExitCode.WrongUsage, "--parts", "--parts", "0")]
    [InlineData(ExitCode.WrongUsage, "--parts", "--parts", "some")]
    [InlineData(ExitCode.WrongUsage, "--for", "--for", "cron")]
    [InlineData(ExitCode.WrongUsage, "--image", "--for", "kubernetes")]
    [InlineData(ExitCode.WrongUsage, "--volume", "--for", "kubernetes", "--image", "a")]
    [InlineData(ExitCode.WrongUsage, "--volume", "--for", "kubernetes", "--image", "a", "--volume", "media")]
    [InlineData(ExitCode.WrongUsage, "--volume", "--for", "kubernetes", "--image", "a", "--volume", "media:/nowhere")]
    [InlineData(ExitCode.WrongUsage, "--image", "--image", "a")]
    [InlineData(ExitCode.WrongUsage, "--measured-start", "--measured-start", "2")]
    [InlineData(ExitCode.WrongUsage, "--grow", "--grow", "wide")]
    [InlineData(ExitCode.WrongUsage, "--part", "--part", "1/2")]
    public async Task What_cannot_be_planned_is_told_in_one_line(int code, string named, params string[] options)
    {
        string[] speed = options[0] == "--measured-start" ? [] : ["--measured-fps", "20"];
        var run = await RunAsync([_clip, "--mask", Out, .. speed, .. options]);

        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith($"u2video: {named}", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_is_not_there_is_bad_input() =>
        Assert.Equal(ExitCode.BadInput, (await RunAsync("no.mp4", "--mask", Out, "--measured-fps", "9")).Code);

    private static Task<ProgramRun> RunAsync(params string[] arguments) =>
        ProgramRun.StartAsync(ModelRegistry.Default, ["plan", .. arguments]);
}
