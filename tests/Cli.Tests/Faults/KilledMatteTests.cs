using System.Globalization;
using System.Text.Json;

namespace U2Video.Cli.Tests.Faults;

/// <summary>The program is killed or interrupted while it writes a matte file.</summary>
public sealed class KilledMatteTests : IDisposable
{
    private const int Frames = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("KILL", 128 + 9, "")]
    [InlineData("INT", 130, "u2video: interrupted; the masks so far are kept in {0}.part, and the same command continues.\n")]
    public async Task The_next_run_continues_what_is_whole(string signal, int code, string message)
    {
        CommandLineTests.Ffmpeg(
            "-loop", "1", "-framerate", "20", "-i", Path.Combine(AppContext.BaseDirectory, "astronaut.png"), "-frames:v", $"{Frames}",
            "-vf", "scale=160:160,rotate=0.01*n", "-c:v", "ffv1", At("in.mkv"));
        using (var killed = ProgramProcess.Start(Arguments("--matte", At("in.matte"))))
        {
            await GrowsAsync(At("in.matte.part"), killed);
            ProgramProcess.Signal(signal, killed.Id);
            var run = await killed.WaitAsync();
            Assert.Equal(code, run.Code);
            Assert.EndsWith(string.Format(CultureInfo.InvariantCulture, message, At("in.matte")), run.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(At("in.matte")));

        var continued = await RunAsync("--matte", At("in.matte"), "--mask", At("stored.mkv"), "--codec", "ffv1");
        var direct = await RunAsync("--mask", At("direct.mkv"), "--codec", "ffv1");
        var again = await RunAsync("--matte", At("in.matte"), "--mask", At("again.mkv"), "--codec", "ffv1");

        Assert.InRange(continued.Stored, 1, Frames - 1);
        Assert.Equal((Frames, Frames), (continued.Stored + continued.Inferred, direct.Inferred));
        Assert.Equal((Frames, 0), (again.Stored, again.Inferred));
        Assert.Equal(Pixels("direct.mkv"), Pixels("stored.mkv"));
        Assert.Equal(Pixels("direct.mkv"), Pixels("again.mkv"));
        Assert.True(Pixels("direct.mkv").Distinct().Count() > 16);
        Assert.Equal(
            ["again.mkv", "direct.mkv", "in.matte", "in.mkv", "stored.mkv"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    // Until some masks are in it, and long before all are.
    private static async Task GrowsAsync(string part, ProgramProcess program)
    {
        const int someBytes = 20_000;
        while (!File.Exists(part) || new FileInfo(part).Length < someBytes)
        {
            Assert.False(program.Process.HasExited, "ended before it was killed");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private async Task<(int Stored, int Inferred)> RunAsync(params string[] arguments)
    {
        using var program = ProgramProcess.Start(Arguments(arguments));
        var run = await program.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.True(run.Code == 0, run.Error);
        using var done = JsonDocument.Parse(run.Error.TrimEnd().Split('\n')[^1]);
        return (done.RootElement.GetProperty("stored").GetInt32(), done.RootElement.GetProperty("inferred").GetInt32());
    }

    private string[] Arguments(params string[] arguments) =>
        [At("in.mkv"), .. arguments, "--size", "160", "--batch", "1", "--progress", "json"];

    private byte[] Pixels(string name)
    {
        CommandLineTests.Ffmpeg("-y", "-i", At(name), "-f", "rawvideo", "-pix_fmt", "gray", At("pixels"));
        var pixels = File.ReadAllBytes(At("pixels"));
        File.Delete(At("pixels"));
        return pixels;
    }

    private string At(string name) => Path.Combine(_folder, name);
}
