using System.Diagnostics;

namespace U2Video.Cli.Tests.Faults;

/// <summary>A writer to stdin or a reader of stdout leaves early; folders disappear; two runs write the same file.</summary>
public sealed class ClosedStreamsTests(LongClip clip) : IClassFixture<LongClip>
{
    private static readonly TimeSpan WholeRun = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("nut")]
    [InlineData("rawvideo")]
    [InlineData("y4m")]
    public async Task A_reader_that_leaves_ends_it_quietly(string format)
    {
        using var program = ProgramProcess.Start([.. clip.Arguments("-"), "--format", format]);
        var some = new byte[5000];
        await program.Process.StandardOutput.BaseStream.ReadExactlyAsync(some, TestContext.Current.CancellationToken);
        var children = program.Children();

        program.Process.StandardOutput.Close();
        var run = await program.WaitAsync();

        Assert.Equal((141, ""), (run.Code, run.Error));
        await ProgramProcess.GoneAsync(children);
    }

    [Fact]
    public async Task An_input_that_breaks_off_is_an_error()
    {
        var folder = clip.NewFolder();
        using var program = ProgramProcess.Start(
            ["-", "--mask", Path.Combine(folder, "out.mp4"), "--size", "64", "--progress", "none", "--raw", "rgb24", "--size-in", "48x32"]);
        await program.Process.StandardInput.BaseStream.WriteAsync(new byte[(48 * 32 * 3 * 2) + 100], TestContext.Current.CancellationToken);
        program.Process.StandardInput.Close();
        var run = await program.WaitAsync(WholeRun);

        Assert.Equal(3, run.Code);
        Assert.Contains("ends within frame 3", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    public async Task A_clip_that_breaks_off_in_the_pipe_is_an_error(int bytes)
    {
        var folder = clip.NewFolder();
        using var program = ProgramProcess.Start(["-", "--mask", Path.Combine(folder, "out.mp4"), "--size", "64", "--progress", "none"]);
        await program.Process.StandardInput.BaseStream.WriteAsync(
            (await File.ReadAllBytesAsync(clip.Path, TestContext.Current.CancellationToken)).AsMemory(0, bytes),
            TestContext.Current.CancellationToken);
        program.Process.StandardInput.Close();
        var run = await program.WaitAsync(WholeRun);

        Assert.Equal((3, 1), (run.Code, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_folder_that_vanishes_is_an_error()
    {
        var folder = clip.NewFolder();
        using var program = ProgramProcess.Start([.. clip.Arguments(Path.Combine(folder, "out.mp4")), "--max-frames", "300"]);
        await program.EncodingAsync();
        Directory.Delete(folder, recursive: true);
        var run = await program.WaitAsync(WholeRun);

        Assert.Equal((1, 1), (run.Code, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.DoesNotContain("unexpected", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_runs_with_one_output_each_is_whole(bool overwrite)
    {
        var folder = clip.NewFolder();
        var output = Path.Combine(folder, "out.mp4");
        string[] arguments = [.. clip.Arguments(output), "--max-frames", "20", .. overwrite ? ["--overwrite"] : Array.Empty<string>()];
        using var one = ProgramProcess.Start(arguments);
        using var other = ProgramProcess.Start(arguments);
        int[] codes = [(await one.WaitAsync(WholeRun)).Code, (await other.WaitAsync(WholeRun)).Code];

        Assert.Equal(overwrite ? [0, 0] : [0, 1], codes.Order());
        Assert.Equal([output], Directory.GetFileSystemEntries(folder));
        Assert.Equal("20", await CountFramesAsync(output));
    }

    private static async Task<string> CountFramesAsync(string path)
    {
        using var probe = Process.Start(new ProcessStartInfo(
            "ffprobe",
            ["-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", path])
        {
            RedirectStandardOutput = true,
        })!;
        return (await probe.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
    }
}
