using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests.Models;

/// <summary><c>u2video models list</c> and <c>pull</c> as a user sees them.</summary>
public sealed class ModelsCommandTests : IAsyncDisposable
{
    private readonly ModelsFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task List_shows_all_models_and_which_are_here()
    {
        var before = await _fixture.RunAsync("models", "list");
        await _fixture.RunAsync("models", "pull", "tiny");
        var after = await _fixture.RunAsync("models", "list");

        Assert.Equal((0, 0, ""), (before.Code, after.Code, after.Error));
        Assert.Contains("'u2video models pull NAME'", Assert.Single(Lines(before.Error)), StringComparison.Ordinal);
        Assert.Equal(
            [
                "NAME           NETWORK  SIZE    LICENSE     HERE      ABOUT                             WHERE",
                "portrait-lite  lite     2.4 MB  Apache-2.0  built in  people; trained for this program",
                "tiny           lite     2.4 MB  Apache-2.0  no        a model for tests",
            ],
            Lines(before.Output));
        Assert.Equal(
            $"tiny           lite     2.4 MB  Apache-2.0  yes       a model for tests                 {_fixture.ModelPath}",
            Lines(after.Output)[2]);
    }

    [Fact]
    public async Task List_knows_the_published_models()
    {
        var run = await ProgramRun.StartAsync(ModelRegistry.Default, "models", "list");

        Assert.Equal(
            ["NAME", "portrait-lite", "u2net", "u2netp", "u2net_human_seg"],
            Lines(run.Output).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task List_shows_a_wrong_file_and_says_what_to_do()
    {
        Directory.CreateDirectory(_fixture.Cache);
        await File.WriteAllTextAsync(_fixture.ModelPath, "my own");

        var run = await _fixture.RunAsync("models", "list");

        Assert.Equal(0, run.Code);
        Assert.Matches("^tiny .* unusable .*tiny.onnx$", Lines(run.Output)[2]);
        Assert.Contains("delete it", Assert.Single(Lines(run.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_prints_the_path_alone_on_stdout()
    {
        var run = await _fixture.RunAsync("models", "pull", "tiny");

        Assert.Equal((0, _fixture.ModelPath + "\n"), (run.Code, run.Output));
        Assert.Equal(_fixture.Served.Content, await File.ReadAllBytesAsync(_fixture.ModelPath));
        var notices = Lines(run.Error);
        Assert.Equal($"tiny: pulling {_fixture.Server.Address}tiny.onnx (2.4 MB)", notices[0]);
        Assert.Matches(@"^tiny: 2\.4 MB in \d+\.\d s$", notices[^1]);
    }

    [Fact]
    public async Task Pull_of_what_is_here_says_only_where()
    {
        await _fixture.RunAsync("models", "pull", "tiny");

        var run = await _fixture.RunAsync("models", "pull", "tiny");

        Assert.Equal(new ProgramRun(0, _fixture.ModelPath + "\n", ""), run);
        Assert.Single(_fixture.Server.Requests);
    }

    [Fact]
    public async Task Pull_goes_on_with_what_was_cut()
    {
        _fixture.Served.CutAfter = 1_500_000;
        var cut = await _fixture.RunAsync("models", "pull", "tiny");
        _fixture.Served.CutAfter = null;
        var whole = await _fixture.RunAsync("models", "pull", "tiny");

        Assert.Equal((4, ""), (cut.Code, cut.Output));
        Assert.Equal((0, _fixture.ModelPath + "\n"), (whole.Code, whole.Output));
        Assert.Equal("bytes=1500000-", _fixture.Server.Requests[1].Header("range"));
    }

    [Fact]
    public async Task Pull_of_something_else_than_was_published_ends_with_4()
    {
        var run = await ProgramRun.StartAsync(ModelRegistry.Default, "models", "pull", "u2netp");

        AssertFails(4, run, "8e83ca70e441ab06c318d82300c84806");
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Cache));
    }

    [Fact]
    public async Task Pull_without_a_network_ends_with_4_and_says_how_to_do_without()
    {
        await _fixture.Server.DisposeAsync();

        var run = await _fixture.RunAsync("models", "pull", "tiny");

        AssertFails(4, run, $"{_fixture.Server.Address}tiny.onnx");
        AssertFails(4, run, _fixture.ModelPath);
    }

    [Fact]
    public async Task Pull_of_an_unknown_name_ends_with_4_and_tells_the_names() =>
        AssertFails(4, await _fixture.RunAsync("models", "pull", "nothing"), "portrait-lite, tiny");

    [Fact]
    public async Task Pull_of_the_built_in_model_has_nothing_to_do()
    {
        var run = await _fixture.RunAsync("models", "pull", "portrait-lite");

        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Contains("built in", run.Error, StringComparison.Ordinal);
        Assert.Empty(_fixture.Server.Requests);
    }

    [Fact]
    public async Task A_mirror_that_is_none_ends_with_2()
    {
        ModelsFixture.Set("U2VIDEO_MODEL_MIRROR", "ftp://mirror.example/");

        AssertFails(2, await _fixture.RunAsync("models", "pull", "tiny"), "U2VIDEO_MODEL_MIRROR=ftp://mirror.example/");
    }

    [Theory]
    [InlineData("models")]
    [InlineData("models", "pull")]
    [InlineData("models", "push")]
    public async Task Wrong_usage_ends_with_2(params string[] arguments) => AssertFails(2, await _fixture.RunAsync(arguments), "");

    private static void AssertFails(int code, ProgramRun run, string mentions)
    {
        Assert.Equal((code, ""), (run.Code, run.Output));
        var last = Lines(run.Error)[^1];
        Assert.StartsWith("u2video: ", last, StringComparison.Ordinal);
        Assert.Contains(mentions, last, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
