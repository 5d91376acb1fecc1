using System.Diagnostics;

namespace U2Video.Cli.Tests.Faults;

/// <summary>Outputs that a shell opened or that are not files, in a separate process.</summary>
public sealed class StreamOutputTests(LongClip clip) : IClassFixture<LongClip>
{
    private const int FrameBytes = 48 * 32 * 4;

    private static readonly TimeSpan WholeRun = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Several_descriptors_are_written_to_at_once()
    {
        var folder = clip.NewFolder();

        var program = Program("--cutout fd:3 --cutout - --cutout /dev/fd/4 --cutout /dev/null --format rawvideo");
        var run = await ShellAsync($"{program} 3> {folder}/three 4> {folder}/four > {folder}/one");

        Assert.Equal((0, ""), (run.Code, run.Error));
        foreach (var name in new[] { "three", "four", "one" })
        {
            Assert.Equal(2 * FrameBytes, new FileInfo(Path.Combine(folder, name)).Length);
        }
    }

    [Fact]
    public async Task Standard_output_has_a_name_too()
    {
        var folder = clip.NewFolder();

        var run = await ShellAsync($"{Program("--cutout /dev/stdout --format rawvideo")} | cat > {folder}/one");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(2 * FrameBytes, new FileInfo(Path.Combine(folder, "one")).Length);
    }

    [Fact]
    public async Task Programs_that_share_a_file_write_one_after_the_other()
    {
        var file = Path.Combine(clip.NewFolder(), "one");
        var first = Program("--cutout - --format rawvideo");
        var second = Program("--cutout /dev/stdout --format rawvideo");

        var run = await ShellAsync($"{{ {first}; {second}; echo end; }} > {file}");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal((4 * FrameBytes) + "end\n".Length, new FileInfo(file).Length);
    }

    [Theory]
    [InlineData("--cutout fd:3 --mask - --format nut", "3> one > one", "--mask stdout and --cutout /dev/fd/3: go to the same")]
    [InlineData("--cutout fd:3 --mask fd:4 --format nut", "3> one 4>> two/../one", "two outputs have the same name")]
    [InlineData("--cutout one.mkv --mask - --format nut --overwrite", "> one.mkv", "--mask stdout and --cutout one.mkv: go to the same")]
    public async Task Two_outputs_into_one_file_are_refused(string outputs, string redirection, string mentions)
    {
        var folder = clip.NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "two"));

        var run = await ShellAsync($"cd {folder}; {Program(outputs)} {redirection}");

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"u2video: {mentions}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_full_device_behind_stdout_is_named()
    {
        var run = await ShellAsync($"{Program("--cutout - --format rawvideo")} > /dev/full");

        Assert.Equal(1, run.Code);
        Assert.Contains("stdout: cannot be written to (No space left on device", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "--cutout fd:3 --format nut",
        "u2video: --cutout /dev/fd/3: is not open for writing; open it in the shell, like 3> FILE or 3> >(PROGRAM).")]
    [InlineData(
        "--cutout fd:x --format nut",
        "u2video: fd:x: give the number of a descriptor that is open for writing, like fd:3 with 3> in the shell.")]
    [InlineData("--cutout fd:1 --mask - --format nut", "u2video: two outputs go to stdout; give each its own.")]
    [InlineData("--cutout fd:2", "u2video: --cutout fd:2: say what goes to fd:2: --format rawvideo, y4m, nut, matroska or gif.")]
    [InlineData("--cutout /dev/null", "u2video: --cutout /dev/null: say what goes there: --format rawvideo, y4m, nut, matroska or gif.")]
    public async Task What_cannot_be_is_said(string outputs, string message)
    {
        var run = await ShellAsync($"{Program(outputs)} > /dev/null");

        Assert.Equal((2, message), (run.Code, run.Error.Trim()));
    }

    private string Program(string outputs) =>
        $"'{ProgramProcess.Path}' '{clip.Path}' {outputs} --size 64 --smooth off --max-frames 2 --progress none";

    private static async Task<ProgramRun> ShellAsync(string line)
    {
        using var program = ProgramProcess.Start(new ProcessStartInfo("bash", ["-c", line]));
        return await program.WaitAsync(WholeRun);
    }
}
