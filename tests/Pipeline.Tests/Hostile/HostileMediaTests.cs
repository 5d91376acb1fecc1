using System.Globalization;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>
/// Whatever is handed over is read or refused: in one clear line, soon, and without a file, a process or a pixel buffer left.
/// </summary>
/// <remarks>
/// A plain run takes every tenth of the harmed clips. <c>U2VIDEO_FUZZ=1 ./test --filter-class '*HostileMediaTests'</c> takes all, some
/// minutes long.
/// </remarks>
public sealed class HostileMediaTests(TinyPredictor shared) : IClassFixture<TinyPredictor>, IDisposable
{
    private const int Share = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    private static bool IsWhole => Environment.GetEnvironmentVariable("U2VIDEO_FUZZ") is not null;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Harmed_clips_are_read_or_refused()
    {
        var all = HarmedClips.All(Subfolder("sound")).ToArray();
        Assert.InRange(all.Length, 200, int.MaxValue);

        return AssertAllAsync(all.Where((_, i) => IsWhole || i % Share == 0));
    }

    [Fact]
    public Task Odd_clips_are_read_or_refused() => AssertAllAsync(OddClips.All());

    private async Task AssertAllAsync(IEnumerable<HostileFile> files)
    {
        var run = new HostileRun(shared.Predictor, Subfolder("run"));
        var wrong = new List<string>();
        foreach (var file in files)
        {
            if (await run.RunAsync(file, TestContext.Current.CancellationToken) is { } what)
            {
                wrong.Add(what);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{run.Counts.Passed} read, {run.Counts.Refused} refused"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        // All of one kind would mean that the harm tests nothing.
        Assert.True(run.Counts.Passed > 3 && run.Counts.Refused > 3, $"{run.Counts}");
    }

    private string Subfolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
