using System.Diagnostics;
using System.Text.Json;
using U2Video.Tests;

namespace U2Video.Cli.Tests.Faults;

/// <summary>Runs with <c>--resume</c> in processes that are killed.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Kills = 10;
    private const int Frames = 520;

    // Of an undisturbed run.
    private const double LongestLife = 0.4;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_that_is_killed_ten_times_makes_the_same_file()
    {
        CommandLineTests.Ffmpeg(
            "-loop", "1", "-r", "25", "-i", Fixtures.Path("input.png"), "-frames:v", $"{Frames}",
            "-vf", "scale=96:96,crop=64:64:x='16+14*sin(n/9)':y=8", "-c:v", "libx264", At("in.mp4"));
        var watch = Stopwatch.StartNew();
        using (var undisturbed = Start("undisturbed.mp4"))
        {
            Assert.Equal(0, (await undisturbed.WaitAsync(TimeSpan.FromMinutes(3))).Code);
        }

        // Some are killed while they start, and those that end before begin anew.
        var longest = (int)(watch.ElapsedMilliseconds * LongestLife);
        var random = new Random(7);
        for (var kills = 0; kills < Kills;)
        {
            using var killed = Start("out.mp4");
            await Task.Delay(random.Next(longest / 5, longest), TestContext.Current.CancellationToken);
            ProgramProcess.Signal("KILL", killed.Id);
            await killed.WaitAsync();
            if (File.Exists(At("out.mp4")) && !Directory.Exists(At("out.mp4.parts")))
            {
                await AssertUndisturbedAsync();
                File.Delete(At("out.mp4"));
            }
            else
            {
                kills++;
            }
        }

        using var last = Start("out.mp4");
        var run = await last.WaitAsync(TimeSpan.FromMinutes(3));

        Assert.True(run.Code == 0, run.Error);
        var done = JsonDocument.Parse(run.Error.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal(("done", Frames), (done.GetProperty("event").GetString(), done.GetProperty("frame").GetInt32()));
        await AssertUndisturbedAsync();
        Assert.Equal(["in.mp4", "out.mp4", "undisturbed.mp4"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Interrupting_says_that_the_segments_are_kept()
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=48x32:r=50:d=60", "-c:v", "mpeg4", At("in.mp4"));
        using var program = Start("out.mp4");
        await program.EncodingAsync();

        ProgramProcess.Signal("INT", program.Id);
        var run = await program.WaitAsync();

        Assert.Equal(130, run.Code);
        Assert.EndsWith(
            $"u2video: interrupted; what is done is kept in {At("out.mp4")}.parts, and the same command continues it.",
            run.Error.Trim(), StringComparison.Ordinal);
        Assert.True(Directory.Exists(At("out.mp4.parts")));
        Assert.False(File.Exists(At("out.mp4")));
    }

    private async Task AssertUndisturbedAsync() => Assert.Equal(
        await File.ReadAllBytesAsync(At("undisturbed.mp4"), TestContext.Current.CancellationToken),
        await File.ReadAllBytesAsync(At("out.mp4"), TestContext.Current.CancellationToken));

    private ProgramProcess Start(string output) => ProgramProcess.Start(
        At("in.mp4"), "--combined", At(output), "--panels", "original,mask", "--size", "64", "--resume", "--progress", "json");

    private string At(string name) => Path.Combine(_folder, name);
}
