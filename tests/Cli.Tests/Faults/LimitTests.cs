using System.Diagnostics;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests.Faults;

/// <summary>A limit of memory holds clips of any length, and no small file asks for more; where it is too low, one line says so.</summary>
public sealed class LimitTests(LongClip clip) : IClassFixture<LongClip>
{
    // Twice of what a run at this size takes with two processors; each further one takes some more.
    private const string Limit = "--data=1000000000";

    private static readonly TimeSpan WholeRun = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_clip_runs_within_a_limit()
    {
        var folder = clip.NewFolder();
        var output = Path.Combine(folder, "out.mp4");

        var run = await RunAsync([.. clip.Arguments(output), "--max-frames", "1000"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal([output], Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(12_000, 11_000)]
    public async Task A_small_file_that_claims_more_is_refused_within_it(int width, int height)
    {
        var folder = clip.NewFolder();
        var input = Path.Combine(clip.NewFolder(), "claims.y4m");
        await File.WriteAllTextAsync(
            input, $"YUV4MPEG2 W{width} H{height} F25:1 Ip A1:1 C420jpeg\nFRAME\nxx", TestContext.Current.CancellationToken);

        var run = await RunAsync([input, .. clip.Arguments(Path.Combine(folder, "out.mp4"))[1..]]);

        Assert.Equal((3, 1), (run.Code, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.StartsWith($"u2video: {input}: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("320", "500000000")]
    [InlineData("320", "600000000")]
    [InlineData("640", "700000000")]
    [InlineData("640", "900000000")]
    public async Task A_limit_too_low_for_the_size_is_said_in_one_line(string size, string limit)
    {
        var folder = clip.NewFolder();

        var run = await RunAsync(
            [clip.Path, "--mask", Path.Combine(folder, "out.mp4"), "--size", size, "--max-frames", "10", "--progress", "none"],
            $"--data={limit}");

        Assert.Equal((1, "u2video: there is not enough memory. A smaller --size or --batch needs less.\n"), (run.Code, run.Error));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    public static TheoryData<Exception> OutOfMemory =>
    [
        new InsufficientMemoryException(),
        new InvalidOperationException(
            "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: "
            + "you tried to allocate 7 bytes.\nframe #0"),
        new InvalidOperationException("CUDA out of memory. Tried to allocate 2.00 GiB."),
    ];

    [Theory]
    [MemberData(nameof(OutOfMemory), DisableDiscoveryEnumeration = true)]
    public void Too_little_memory_is_no_unexpected_error(Exception failure)
    {
        var line = CommandLine.Describe(failure, verbose: false);

        Assert.Contains("not enough memory", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Other_errors_say_what_they_are()
    {
        Assert.Contains(
            "unexpected error: a b", CommandLine.Describe(new InvalidOperationException("a\nb"), verbose: false), StringComparison.Ordinal);
        Assert.Equal("u2video: no", CommandLine.Describe(new U2VideoException("no"), verbose: false));
    }

    private static async Task<ProgramRun> RunAsync(string[] arguments, string limit = Limit)
    {
        using var program = ProgramProcess.Start(new ProcessStartInfo("prlimit", [limit, ProgramProcess.Path, .. arguments]));
        return await program.WaitAsync(WholeRun);
    }
}
