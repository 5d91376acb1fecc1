using System.Diagnostics;
using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>What bears a name and is no file is told so, at once: a pipe without a writer would be waited for without end.</summary>
public sealed class NoFileTests(TinyPredictor shared) : IClassFixture<TinyPredictor>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fifo.mp4", "is a pipe")]
    [InlineData("fifo.png", "is a pipe")]
    [InlineData("nowhere.mp4", "no such file")]
    [InlineData("circle.mp4", "cannot be read")]
    [InlineData("folder.mp4", "is a folder")]
    [InlineData("/dev/zero", "is a device")]
    [InlineData("/dev/null", "is a device")]
    [InlineData("/proc/self/mem", "cannot be read", "is not a video")]
    [InlineData("http://127.0.0.1/x.mp4", "unless it is allowed: FromUrl")]
    public async Task It_is_refused_at_once(string name, params string[] says)
    {
        Prepare();
        var path = name.StartsWith('/') || name.StartsWith("http", StringComparison.Ordinal) ? name : Path.Combine(_folder, name);
        var clip = Path.Combine(_folder, "clip.mp4");
        var watch = Stopwatch.StartNew();

        // As the input, and as a background.
        var error = await Assert.ThrowsAsync<InputException>(
            () => RunAsync(path, new MaskOutput { Path = Path.Combine(_folder, "mask.mp4") }));
        await Assert.ThrowsAsync<InputException>(() => RunAsync(
            clip, new CompositeOutput { Path = Path.Combine(_folder, "composite.mp4"), Background = BackgroundSpec.FromFile(path) }));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Contains(says, part => error.Message.Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b.mp4")]
    public async Task A_name_that_cannot_be_is_a_mistake_of_usage(string name)
    {
        await Assert.ThrowsAsync<UsageException>(() => RunAsync(name, new MaskOutput { Path = "out.mp4" }));
        await Assert.ThrowsAsync<UsageException>(() => RunAsync("in.mp4", new MaskOutput { Path = name }));
    }

    private void Prepare()
    {
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=24x16:r=10:d=0.3", Path.Combine(_folder, "clip.mp4"));
        foreach (var fifo in new[] { "fifo.mp4", "fifo.png" })
        {
            using var made = Process.Start("mkfifo", [Path.Combine(_folder, fifo)]);
            made.WaitForExit();
        }

        File.CreateSymbolicLink(Path.Combine(_folder, "nowhere.mp4"), Path.Combine(_folder, "nothing"));
        File.CreateSymbolicLink(Path.Combine(_folder, "circle.mp4"), Path.Combine(_folder, "circle.mp4"));
        Directory.CreateDirectory(Path.Combine(_folder, "folder.mp4"));
    }

    private Task<PipelineProgress> RunAsync(string input, MediaOutput output) => new VideoPipeline(shared.Predictor).RunAsync(
        new PipelineOptions { Input = input, Outputs = [output] }, progress: null, TestContext.Current.CancellationToken);
}
