using System.Text.Json;
using U2Video.Core.Models.Registry;
using U2Video.Tests;

namespace U2Video.Cli.Tests;

/// <summary>Many files in, a folder for each output out; and what machines read of the progress.</summary>
public sealed class FolderRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pictures_become_pictures_and_clips_become_clips()
    {
        File.Copy(Fixtures.Path("input.png"), Path.Combine(_folder, "a.png"));
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", Path.Combine(_folder, "b.gif"));
        var (cut, masks) = (Path.Combine(_folder, "cut"), Path.Combine(_folder, "masks") + "/");

        var run = await RunAsync(_folder, "--cutout", cut, "--mask", masks, "--jobs", "2", "--size", "64");

        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Equal(["a.png", "b.gif"], Names(cut));
        Assert.Equal(["a.png", "b.gif"], Names(masks));
    }

    [Fact]
    public async Task An_output_of_one_kind_can_be_made_more_than_once()
    {
        var clip = Path.Combine(_folder, "a.gif");
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", clip);
        var (gif, mkv, frames) = (Path.Combine(_folder, "m.gif"), Path.Combine(_folder, "m.mkv"), Path.Combine(_folder, "m") + "/");

        var run = await RunAsync(clip, "--mask", gif, "--mask", mkv, "--mask", frames, "--size", "64");

        Assert.Equal(0, run.Code);
        Assert.Equal(["a.gif", "m.gif", "m.mkv"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Equal(5, Directory.GetFiles(frames).Length);
    }

    [Fact]
    public async Task What_fails_is_named_and_the_others_are_made()
    {
        File.Copy(Fixtures.Path("input.png"), Path.Combine(_folder, "good.png"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "bad.jpg"), "This is no picture.", TestContext.Current.CancellationToken);
        var cut = Path.Combine(_folder, "cut");

        var run = await RunAsync(Path.Combine(_folder, "*.*"), "--cutout", cut, "--size", "64");

        Assert.Equal(1, run.Code);
        Assert.Contains("bad.jpg", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 2 files failed", run.Error, StringComparison.Ordinal);
        Assert.Equal(["good.png"], Names(cut));
    }

    [Theory]
    [InlineData("--pick", "1,1", "there is no subject at this place")]
    [InlineData("--region", "90000,0,10,10", "leaves nothing of the frame")]
    public async Task A_file_that_an_option_does_not_suit_is_named(string option, string value, string reason)
    {
        var picture = Path.Combine(_folder, "a.png");
        File.Copy(Fixtures.Path("input.png"), picture);

        var run = await RunAsync(_folder, "--mask", Path.Combine(_folder, "masks"), "--size", "64", option, value);

        Assert.Equal(1, run.Code);
        Assert.Contains($"\n{picture}: {option} {value}: {reason}", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("all 1 files failed; nothing is made.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_often_is_played_holds_for_the_animations_among_the_files()
    {
        File.Copy(Fixtures.Path("input.png"), Path.Combine(_folder, "a.png"));
        var masks = Path.Combine(_folder, "masks");
        string[] command = [_folder, "--mask", masks, "--size", "64", "--loop", "once"];

        var refused = await RunAsync(command);
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", Path.Combine(_folder, "b.gif"));
        var run = await RunAsync(command);

        Assert.Equal((2, 0), (refused.Code, run.Code));
        Assert.StartsWith("u2video: --loop: no output is played more than once", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["a.png", "b.gif"], Names(masks));
        Assert.True((await File.ReadAllBytesAsync(Path.Combine(masks, "b.gif"))).AsSpan().IndexOf("NETSCAPE2.0"u8) < 0);
    }

    [Fact]
    public async Task Two_files_that_would_become_one_are_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.jpg"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.png"), "", TestContext.Current.CancellationToken);

        Assert.Equal(2, (await RunAsync(_folder, "--cutout", Path.Combine(_folder, "cut"))).Code);
    }

    [Fact]
    public async Task Progress_for_machines_is_json_alone()
    {
        var clip = Path.Combine(_folder, "b.gif");
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", clip);

        var run = await RunAsync(clip, "--mask", Path.Combine(_folder, "m.mkv"), "--size", "64", "--progress", "json");

        var lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var last = lines[^1];
        Assert.Equal("progress", lines[0].GetProperty("event").GetString());
        Assert.Equal("done", last.GetProperty("event").GetString());
        Assert.Equal((5, 5), (last.GetProperty("frame").GetInt32(), last.GetProperty("total").GetInt32()));
        Assert.True(last.GetProperty("fps").GetDouble() > 0);
        Assert.True(last.GetProperty("stages").GetProperty("predict").GetDouble() > 0);
        var stages = last.GetProperty("stages");
        Assert.Equal(stages.GetProperty("predict").GetDouble(), stages.GetProperty("network").GetDouble());
    }

    [Fact]
    public async Task Without_progress_nothing_is_said()
    {
        File.Copy(Fixtures.Path("input.png"), Path.Combine(_folder, "a.png"));

        var run = await RunAsync(
            Path.Combine(_folder, "a.png"), "--mask", Path.Combine(_folder, "m.png"), "--size", "64", "--progress", "none");

        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
    }

    private static IEnumerable<string?> Names(string folder) => Directory.GetFiles(folder).Select(Path.GetFileName).Order();

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(ModelRegistry.Default, arguments);
}
