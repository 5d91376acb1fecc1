using U2Video.Tests;

namespace U2Video.Cli.Tests.Models;

/// <summary><c>--model NAME|FILE</c>.</summary>
public sealed class ModelOptionTests : IAsyncDisposable
{
    private readonly ModelsFixture _fixture = new();
    private readonly string _clip = Fixtures.Path("input.png"); // ffmpeg takes a picture for a clip of one frame
    private readonly string _out;

    public ModelOptionTests() => _out = Path.Combine(_fixture.Folder, "out.gif");

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_published_model_is_pulled_the_first_time()
    {
        var first = await ProcessAsync("--model", "tiny");
        var second = await ProcessAsync("--model", "tiny", "--overwrite");

        Assert.Equal((0, "", 0, ""), (first.Code, first.Output, second.Code, second.Output));
        Assert.StartsWith($"tiny: pulling {_fixture.Server.Address}tiny.onnx", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pulling", second.Error, StringComparison.Ordinal);
        Assert.Single(_fixture.Server.Requests);
        Assert.True(File.Exists(_out));
    }

    [Fact]
    public async Task The_built_in_model_has_a_name()
    {
        Assert.Equal(0, (await ProcessAsync("--model", "portrait-lite")).Code);
        Assert.Empty(_fixture.Server.Requests);
    }

    [Fact]
    public async Task A_file_that_exists_wins_over_a_name()
    {
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(_fixture.Folder);
        try
        {
            await File.WriteAllTextAsync("tiny", "no weights");

            AssertFails(4, await ProcessAsync("--model", "tiny"), "tiny: ");
            Assert.Empty(_fixture.Server.Requests);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("nothing.pth")]
    [InlineData("")]
    public async Task What_is_neither_name_nor_file_ends_with_4_and_tells_the_names(string model)
    {
        AssertFails(4, await ProcessAsync("--model", model), $"{model}: no such model file");
        AssertFails(4, await ProcessAsync("--model", model), "portrait-lite, tiny");
        AssertFails(4, await _fixture.RunAsync("eval", "--data", _fixture.Folder, "--model", model), "portrait-lite, tiny");
    }

    [Fact]
    public async Task A_folder_ends_with_4() => AssertFails(4, await ProcessAsync("--model", _fixture.Folder), "is a folder");

    [Fact]
    public async Task A_wrong_device_is_found_before_anything_is_pulled()
    {
        AssertFails(2, await ProcessAsync("--model", "tiny", "--device", "toaster"), "toaster");
        Assert.Empty(_fixture.Server.Requests);
    }

    [Fact]
    public async Task An_output_of_no_known_format_is_found_before_anything_is_pulled()
    {
        AssertFails(2, await _fixture.RunAsync("models", "convert", "tiny", Path.Combine(_fixture.Folder, "out.foo")), "out.foo");
        Assert.Empty(_fixture.Server.Requests);
    }

    [Fact]
    public async Task A_converted_model_has_the_license_that_it_is_published_under()
    {
        var path = Path.Combine(_fixture.Folder, "mine.safetensors");

        await _fixture.RunAsync("models", "convert", "tiny", path);

        Assert.Matches("license +Apache-2.0", (await _fixture.RunAsync("models", "inspect", path)).Output);
    }

    private Task<ProgramRun> ProcessAsync(params string[] arguments) =>
        _fixture.RunAsync([_clip, "--combined", _out, "--size", "64", .. arguments]);

    private void AssertFails(int code, ProgramRun run, string mentions)
    {
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.Contains(mentions, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.False(File.Exists(_out));
    }
}
