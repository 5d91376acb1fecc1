using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

/// <summary><c>--part</c> and <c>join</c> as users give them.</summary>
public sealed class PartOptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Parts_are_made_listed_and_joined()
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=2", At("in.mp4"));
        await RunAsync(At("in.mp4"), "--combined", At("whole.gif"), "--size", "64");

        var first = await MakeAsync(1);
        var again = await MakeAsync(1);
        var early = await RunAsync("join", At("out.gif"));
        var other = await MakeAsync(3, "--grow", "2");
        var (second, third) = (await MakeAsync(2), await MakeAsync(3));
        var joined = await RunAsync("join", At("out.gif"));

        Assert.Equal((0, 0, 3, 3, 0, 0, 0), (first.Code, again.Code, early.Code, other.Code, second.Code, third.Code, joined.Code));
        Assert.Contains($"part 1/3 of {At("out.gif")}: 3 frames", first.Error, StringComparison.Ordinal);
        Assert.Contains("is there already.", again.Error, StringComparison.Ordinal);
        Assert.Equal($"u2video: {At("out.gif")}.parts: 2 of 3 parts are missing: 2-3; make them first.", early.Error.Trim());
        Assert.Contains("or --overwrite to replace it.", other.Error, StringComparison.Ordinal);
        Assert.Contains("out.gif: 10 frames; encoded from parts without loss", joined.Error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(At("whole.gif"), Stop), await File.ReadAllBytesAsync(At("out.gif"), Stop));
        Assert.False(Directory.Exists(At("out.gif.parts")));
    }

    [Theory]
    [InlineData("--part", "1/2", "--crop", "subject", "--part: --crop has to see the whole clip first")]
    [InlineData("--part", "1/2", "--reuse", "1", "--part: with --reuse above 0 a frame depends on the clip's beginning")]
    [InlineData("--resume", "--grow", "1", "--reuse=1", "--resume: with --reuse above 0")]
    [InlineData("--resume", "--part", "1/2", "--invert", "--resume: a part that --part makes is made whole again")]
    public async Task What_cannot_be_done_in_parts_is_wrong_usage(string one, string two, string three, string four, string why)
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", At("in.mp4"));

        var run = await RunAsync(At("in.mp4"), "--mask", At("out.mp4"), "--size", "64", one, two, three, four);

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"u2video: {why}", run.Error, StringComparison.Ordinal);
        Assert.Equal(["in.mp4"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<ProgramRun> RunAsync(params string[] arguments) =>
        ProgramRun.StartAsync(ModelRegistry.Default, arguments[0] == "join" ? arguments : [.. arguments, "--progress", "plain"]);

    private Task<ProgramRun> MakeAsync(int number, params string[] more) =>
        RunAsync([At("in.mp4"), "--combined", At("out.gif"), "--size", "64", "--part", $"{number}/3", .. more]);

    private string At(string name) => Path.Combine(_folder, name);
}
