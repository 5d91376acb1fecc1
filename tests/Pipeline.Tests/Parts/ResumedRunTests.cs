using U2Video.Core.Errors;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Parts;

/// <summary>A run that was broken off continues, and gives what an undisturbed one gives.</summary>
public sealed class ResumedRunTests(PartedClips clips) : IClassFixture<PartedClips>, IDisposable
{
    private const int SegmentFrames = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.gif")]
    [InlineData("out/")]
    public async Task A_run_that_is_broken_off_several_times_makes_the_same_file(string name)
    {
        PartedClips.Make(At("in.mp4"), 30, "", "-c:v", "libx264");
        await RunAsync(Options("undisturbed-" + name));

        foreach (var frames in new[] { 1, 5, 11, 20 })
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Options(name), stopAfter: frames));
        }

        var last = await RunAsync(Options(name));

        Assert.True(last.StoredFrames > 0, "No mask of the runs before was taken.");
        Assert.InRange(last.InferredFrames, 0, 25);
        Assert.Equal(30, last.Frames);
        Assert.All(Files("undisturbed-" + name).Zip(Files(name)), pair =>
            Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
        Assert.Empty(Directory.GetDirectories(_folder, "*.parts"));
    }

    [Fact]
    public async Task An_output_that_exists_is_refused_before_any_work()
    {
        PartedClips.Make(At("in.mp4"), 30, "", "-c:v", "libx264");
        await File.WriteAllTextAsync(At("out.mp4"), "mine", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<U2VideoException>(() => RunAsync(Options("out.mp4")));

        Assert.Equal(["in.mp4", "out.mp4"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_file_that_came_after_the_first_run_is_not_replaced()
    {
        PartedClips.Make(At("in.mp4"), 30, "", "-c:v", "libx264");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Options("out.mp4"), stopAfter: 20));
        await File.WriteAllTextAsync(At("out.mp4"), "mine", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<U2VideoException>(() => RunAsync(Options("out.mp4")));

        Assert.Equal("mine", await File.ReadAllTextAsync(At("out.mp4"), TestContext.Current.CancellationToken));
    }

    private async Task<PipelineProgress> RunAsync(PipelineOptions options, int? stopAfter = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = new ResumedRun(clips.Network(), SegmentFrames);
        return await run.RunAsync(options, new Stopping(stop, stopAfter), stop.Token);
    }

    private PipelineOptions Options(string name) =>
        new() { Input = At("in.mp4"), Outputs = [new CombinedOutput { Path = Path.Combine(_folder, name) }] };

    private string[] Files(string name) => name.EndsWith('/') ? [.. Directory.GetFiles(At(name)).Order()] : [At(name)];

    private string At(string name) => Path.Combine(_folder, name);

    private sealed class Stopping(CancellationTokenSource stop, int? after) : IProgress<PipelineProgress>
    {
        private int _frames;

        public void Report(PipelineProgress value)
        {
            if (++_frames == after)
            {
                stop.Cancel();
            }
        }
    }
}
