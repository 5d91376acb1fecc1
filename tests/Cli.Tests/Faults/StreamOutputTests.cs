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
