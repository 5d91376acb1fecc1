using System.Diagnostics;
using U2Video.Cli.Tests.Faults;
using U2Video.Core.Models.Registry;
using U2Video.Tests;

namespace U2Video.Cli.Tests;

/// <summary>Folders below a folder, outputs that exist, and files that come later.</summary>
public sealed class FolderOptionsTests : IDisposable
{
    private const int Interrupted = 130;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Folders_below_are_mirrored_and_outputs_among_them_are_not_inputs()
    {
        Put("in/a.png", "in/one/a.png", "in/one/two/b.png", "in/.hidden/c.png", "in/one/.d.png");
        File.CreateSymbolicLink(At("in/one/loop"), "..");
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=0.4", At("in/one/c.gif"));

        var first = await RunAsync(At("in"), "--recursive", "--mask", At("in/masks"), "--cutout", At("cut"), "--size", "64");
        var second = await RunAsync(At("in"), "--recursive", "--mask", At("in/masks"), "--size", "64", "--overwrite");

        Assert.Equal((0, 0), (first.Code, second.Code));
        string[] made = ["a.png", "one/a.png", "one/c.gif", "one/two/b.png"];
        Assert.Equal(made, Below("in/masks"));
        Assert.Equal(made, Below("cut"));
        Assert.Equal(1, (await RunAsync(At("in"), "--mask", At("in/masks"), "--size", "64")).Code);
    }

    [Fact]
    public async Task A_format_for_streams_is_refused_because_there_are_none()
    {
        Put("in/a.png");

        var run = await RunAsync(At("in"), "--mask", At("masks"), "--format", "mp4");

        Assert.Equal(2, run.Code);
        Assert.StartsWith("u2video: --format mp4: is for stdout, pipes and devices;", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.False(Directory.Exists(At("masks")));
    }

    [Fact]
    public async Task Without_recursive_folders_below_are_left_alone()
    {
        Put("in/a.png", "in/one/b.png");

        Assert.Equal(0, (await RunAsync(At("in"), "--mask", At("masks"), "--size", "64")).Code);
        Assert.Equal(["a.png"], Below("masks"));
    }

    [Fact]
    public async Task Parts_share_the_files_and_make_only_what_is_missing()
    {
        Put("in/a.png", "in/b.png", "in/c.png");
        string[] command = [At("in"), "--mask", At("masks"), "--size", "64"];

        var second = await RunAsync([.. command, "--part", "2/2"]);
        string[] ofSecond = Below("masks");
        var first = await RunAsync([.. command, "--part", "1/2"]);
        var again = await RunAsync([.. command, "--part", "1/2"]);
        var fourth = await RunAsync([.. command, "--part", "4/4"]);

        Assert.Equal([0, 0, 0, 0], [second.Code, first.Code, again.Code, fourth.Code]);
        Assert.Equal(["b.png"], ofSecond);
        Assert.Equal(["a.png", "b.png", "c.png"], Below("masks"));
        Assert.Contains("2 files are left out because all outputs exist", again.Error, StringComparison.Ordinal);
        Assert.Contains("part 4/4 has no file", fourth.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync([.. command, "--part", "1/2", "--overwrite"])).Code);
        Assert.Equal(2, (await RunAsync([.. command, "--part", "1/2", "--watch"])).Code);
    }

    [Fact]
    public async Task Outputs_that_exist_are_left_as_they_are()
    {
        Put("in/a.png", "in/b.png", "in/c.png");
        Directory.CreateDirectory(At("masks"));
        await File.WriteAllTextAsync(At("masks/a.png"), "made by hand", TestContext.Current.CancellationToken);

        var run = await RunAsync(At("in"), "--mask", At("masks"), "--skip-existing", "--size", "64");
        var again = await RunAsync(At("in"), "--mask", At("masks"), "--cutout", At("cut"), "--skip-existing", "--size", "64");

        Assert.Equal((0, 0), (run.Code, again.Code));
        Assert.Contains("1 file is left out because all outputs exist", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", again.Error, StringComparison.Ordinal);
        Assert.Equal("made by hand", await File.ReadAllTextAsync(At("masks/a.png"), TestContext.Current.CancellationToken));
        Assert.Equal(["a.png", "b.png", "c.png"], Below("masks"));
        Assert.Equal(["a.png", "b.png", "c.png"], Below("cut"));
    }

    [Fact]
    public async Task New_files_are_made_once_when_they_are_complete()
    {
        Put("in/first.png");
        using var program = ProgramProcess.Start(
            At("in"), "--watch", "--recursive", "--mask", At("in/masks"), "--size", "64", "--progress", "plain");
        await ExistsAsync("in/masks/first.png");

        await File.WriteAllTextAsync(At("in/bad.png"), "This is no picture.", TestContext.Current.CancellationToken);

        // One comes in pieces, for longer than a file has to be unchanged, and one is moved.
        var bytes = await File.ReadAllBytesAsync(Fixtures.Path("input.png"), TestContext.Current.CancellationToken);
        Put("late.png");
        Directory.CreateDirectory(At("in/new"));
        File.Move(At("late.png"), At("in/new/late.png"));
        await using (var slow = new FileStream(At("in/slow.png"), FileMode.Create))
        {
            const int pieces = 12;
            for (var piece = 0; piece < pieces; piece++)
            {
                var (from, to) = (bytes.Length * piece / pieces, bytes.Length * (piece + 1) / pieces);
                await slow.WriteAsync(bytes.AsMemory(from, to - from), TestContext.Current.CancellationToken);
                await slow.FlushAsync(TestContext.Current.CancellationToken);
                await Task.Delay(300, TestContext.Current.CancellationToken);
                Assert.False(File.Exists(At("in/masks/slow.png")));
            }
        }

        await ExistsAsync("in/masks/new/late.png");
        await ExistsAsync("in/masks/slow.png");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        ProgramProcess.Signal("INT", program.Id);
        var run = await program.WaitAsync();

        Assert.Equal(Interrupted, run.Code);
        Assert.Equal(["first.png", "new/late.png", "slow.png"], Below("in/masks"));
        Assert.Contains("bad.png: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("interrupted; 3 files are made, 1 failed", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Split('\n').Count(line => line.EndsWith("first.png", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Options_for_folders_are_refused_in_one_line_where_they_do_not_fit()
    {
        Put("in/a.png");
        string[][] cases =
        [
            [At("in/a.png"), "--watch", "--mask", At("m.png")],
            [At("in/a.png"), "--recursive", "--mask", At("m.png")],
            [At("in/a.png"), "--skip-existing", "--mask", At("m.png")],
            ["-", "--watch", "--mask", At("m.png")],
            [At("in/%d.png"), "--recursive", "--mask", At("m.mkv")],
            [At("in"), "--sequence", "--recursive", "--mask", At("m.mkv")],
            [At("in"), "--skip-existing", "--overwrite", "--mask", At("m")],
            [At("in"), "--recursive", "--mask", At("in")],
            [At("in"), "--watch", "--mask", At("in/")],
            [At("in"), "--watch", "--mask", "-"],
            [At("in"), "--watch", "--mask", At("m.png")],
            [At("in"), "--jobs", "0", "--mask", At("m")],
            [At("in"), "--jobs", "65", "--mask", At("m")],
            [At("in"), "--fps", "25", "--mask", At("m")],
            [At("in/a.png"), "--fps", "25", "--mask", At("m.png")],
            [At("in"), "--sequence", "--fps", "fast", "--mask", At("m.mkv")],
            [At("in"), "--sequence", "--fps", "0", "--mask", At("m.mkv")],
            [At("in/a.png"), "--sheet", "-"],
            [At("in/a.png"), "--sheet", At("s.jpg")],
            [At("in/a.png"), "--sheet", At("s.png"), "--sheet-moments", "0"],
            [At("in/a.png"), "--cutout", At("c.exr"), "--alpha", "half"],
            [At("in/a.png"), "--cutout", At("c.exr"), "--codec", "h264"],
            [At("in/a.png"), "--cutout", At("c.####.gif")],
        ];
        foreach (var arguments in cases)
        {
            var run = await RunAsync(arguments);
            Assert.True(run.Code == 2, $"{string.Join(' ', arguments)}: {run.Code} {run.Error}");
            Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        Assert.Equal(["a.png"], Below("in"));
    }

    [Fact]
    public async Task Numbered_pictures_are_a_clip_by_their_name_alone()
    {
        Directory.CreateDirectory(At("in"));
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", "-start_number", "7", At("in/f.%03d.png"));

        var pattern = await RunAsync(At("in/f.###.png"), "--mask", At("out/m.###.png"), "--fps", "24", "--size", "64");
        var folder = await RunAsync(At("in"), "--sequence", "--mask", At("m.gif"), "--sheet", At("s.png"), "--size", "64");
        var gap = await RunAsync(At("in/f.0%02d.png"), "--mask", At("gap.gif"), "--size", "64");
        File.Delete(At("in/f.009.png"));
        var missing = await RunAsync(At("in/f.%03d.png"), "--mask", At("missing.gif"), "--size", "64");

        Assert.Equal((0, 0, 0, 3), (pattern.Code, folder.Code, gap.Code, missing.Code));
        Assert.Equal(["m.007.png", "m.008.png", "m.009.png", "m.010.png", "m.011.png"], Below("out"));
        Assert.StartsWith($"u2video: {At("in/f.009.png")}: is missing", missing.Error, StringComparison.Ordinal);
        Assert.Contains("--sequence", missing.Error, StringComparison.Ordinal);
    }

    private async Task ExistsAsync(string name)
    {
        var path = At(name);
        var watch = Stopwatch.StartNew();
        while (!File.Exists(path))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(120), $"{path} was not made.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Put(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
            File.Copy(Fixtures.Path("input.png"), At(name));
        }
    }

    private string[] Below(string folder)
    {
        var files = Directory.GetFiles(At(folder), "*", SearchOption.AllDirectories);
        return [.. files.Select(file => Path.GetRelativePath(At(folder), file)).Order(StringComparer.Ordinal)];
    }

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(ModelRegistry.Default, arguments);
}
