using System.Diagnostics;
using System.Text.Json;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

public sealed class BatchOptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string _clip;

    public BatchOptionTests()
    {
        _clip = Path.Combine(_folder, "clip.gif");
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", _clip]);
        ffmpeg.WaitForExit();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_trial_chooses_and_the_summary_tells()
    {
        var run = await RunAsync("--batch", "auto");

        Assert.Equal((0, ""), (run.Code, run.Output));
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Matches(@"^batches of [124] at 64; pictures a second tried: 1: \d", lines[0]);
        Assert.Matches(@"5 frames, in batches of [124], in \d", lines[^1]);
    }

    [Fact]
    public async Task Programs_are_told_too()
    {
        var run = await RunAsync("--batch", "AUTO", "--progress", "json");

        var done = JsonDocument.Parse(run.Error.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal("done", done.GetProperty("event").GetString());
        Assert.Contains(done.GetProperty("batch").GetInt32(), new[] { 1, 2, 4 });
    }

    [Fact]
    public async Task A_number_is_not_tried() =>
        Assert.DoesNotContain("batches", (await RunAsync("--batch", "3")).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("0")]
    [InlineData("257")]
    [InlineData("-1")]
    [InlineData("automatic")]
    public async Task Anything_else_is_wrong_usage(string value)
    {
        var run = await RunAsync($"--batch={value}");

        Assert.Equal(ExitCode.WrongUsage, run.Code);
        Assert.Contains($"--batch {value}: give 1 to 256", run.Error, StringComparison.Ordinal);
    }

    private Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(
        ModelRegistry.Default, [_clip, "--mask", Path.Combine(_folder, "mask.mkv"), "--size", "64", .. arguments]);
}
