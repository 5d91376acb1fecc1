using System.Diagnostics;
using System.Globalization;

namespace U2Video.Cli.Tests.Faults;

/// <summary>Signals at any moment: code 130, or 0 where the work was done before; all or nothing under the output's name.</summary>
/// <remarks><c>U2VIDEO_SIGNALS=200 ./test --filter-class '*SignalTests'</c> sends as many; a plain run ten.</remarks>
public sealed class SignalTests(LongClip clip) : IClassFixture<LongClip>
{
    private const int Seed = 5;
    private const int FewestTrials = 10;
    private const int Interrupted = 130;
    private const int LatestMilliseconds = 3000;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    // By itself a signal before the program has set itself up ends it, as it does any other: 128 and its number.
    private static readonly int[] BeforeStart = [128 + 2, 128 + 15];

    private static int Trials =>
        int.TryParse(Environment.GetEnvironmentVariable("U2VIDEO_SIGNALS"), CultureInfo.InvariantCulture, out var trials)
            ? trials
            : FewestTrials;

    [Fact]
    public async Task At_random_moments_nothing_half_is_left()
    {
        var random = new Random(Seed);
        var codes = new List<int>();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < Trials; i++)
        {
            var folder = clip.NewFolder();
            using var program = ProgramProcess.Start(clip.Arguments(Path.Combine(folder, "out.mp4")));
            if (i % 2 == 0)
            {
                await program.EncodingAsync();
            }

            await Task.Delay(random.Next(i % 2 == 0 ? LatestMilliseconds / 3 : LatestMilliseconds), TestContext.Current.CancellationToken);
            var children = program.Children();
            var watch = Stopwatch.StartNew();
            ProgramProcess.Signal(i % 4 < 2 ? "INT" : "TERM", program.Id);
            var run = await program.WaitAsync();

            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            codes.Add(run.Code);
            Assert.Contains(run.Code, new[] { 0, Interrupted }.Concat(BeforeStart));
            Assert.True(run.Code is not 0 || File.Exists(Path.Combine(folder, "out.mp4")), run.Error);
            Assert.True(run.Code is 0 || Directory.GetFileSystemEntries(folder).Length == 0, run.Error);
            await ProgramProcess.GoneAsync(children);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(' ', codes)}; the slowest after {slowest.TotalSeconds:F2} s");
        Assert.InRange(slowest, TimeSpan.Zero, LongestEnd);
        Assert.Contains(Interrupted, codes);
    }

    [Fact]
    public async Task A_terminals_interrupt_reaches_ffmpeg_as_well_and_still_is_one()
    {
        // In a group of its own, so that the test is not in it.
        var folder = clip.NewFolder();
        using var program = ProgramProcess.Start(
            new ProcessStartInfo("setsid", [ProgramProcess.Path, .. clip.Arguments(Path.Combine(folder, "out.mp4"))]));
        await program.EncodingAsync();
        var children = program.Children();

        ProgramProcess.Signal("INT", -program.Id);
        var run = await program.WaitAsync();

        Assert.Equal((Interrupted, "u2video: interrupted; no output was left.\n"), (run.Code, run.Error));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        await ProgramProcess.GoneAsync(children);
    }

    [Fact]
    public async Task Where_only_ffmpeg_was_interrupted_it_is_an_error()
    {
        var folder = clip.NewFolder();
        using var program = ProgramProcess.Start(clip.Arguments(Path.Combine(folder, "out.mp4")));
        await program.EncodingAsync();

        ProgramProcess.Signal("INT", program.Children("pipe:0").Single());
        var run = await program.WaitAsync();

        Assert.Equal(1, run.Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task What_a_killed_run_leaves_goes_with_the_next()
    {
        var folder = clip.NewFolder();
        var output = Path.Combine(folder, "out.mp4");
        using (var program = ProgramProcess.Start(clip.Arguments(output)))
        {
            await program.EncodingAsync();
            var children = program.Children();
            ProgramProcess.Signal("KILL", program.Id);
            await program.WaitAsync();
            await ProgramProcess.GoneAsync(children);
        }

        Assert.Matches(@"/\.out\.\d+-[0-9a-f]{6}-[0-9a-f]{8}\.partial\.mp4$", Assert.Single(Directory.GetFileSystemEntries(folder)));

        using var next = ProgramProcess.Start([.. clip.Arguments(output), "--max-frames", "3"]);
        Assert.Equal(0, (await next.WaitAsync(TimeSpan.FromSeconds(60))).Code);
        Assert.Equal([output], Directory.GetFileSystemEntries(folder));
    }
}
