using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;

namespace U2Video.Core.Tests.Models.Registry;

/// <summary>What is found without a network.</summary>
public sealed class ModelStoreTests : IDisposable
{
    private static readonly string[] Variables = ["U2NET_HOME", "XDG_DATA_HOME", "REMBG_HOME", "HOME", "U2VIDEO_MODEL_MIRROR"];
    private static readonly Uri Nowhere = new("https://models.invalid/");

    private readonly StoreFixture _fixture = new();
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    public ModelStoreTests()
    {
        foreach (var variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        Environment.SetEnvironmentVariable("HOME", Path.Combine(_fixture.Folder, "home"));
    }

    public void Dispose()
    {
        foreach (var (variable, value) in Variables.Zip(_before))
        {
            Environment.SetEnvironmentVariable(variable, value);
        }

        _fixture.Dispose();
    }

    [Fact]
    public async Task The_right_file_is_found_and_nothing_downloaded()
    {
        var store = new ModelStore(_fixture.Folder, Nowhere);
        Assert.Null(await store.FindAsync(_fixture.Model));

        await File.WriteAllBytesAsync(_fixture.FinalPath, _fixture.Content);

        Assert.Equal(_fixture.FinalPath, await store.FindAsync(_fixture.Model));
        Assert.Equal(_fixture.FinalPath, await store.PullAsync(_fixture.Model));
    }

    [Fact]
    public async Task Another_file_in_its_place_is_an_error_that_says_what_to_do_and_stays()
    {
        var store = new ModelStore(_fixture.Folder, Nowhere);
        await File.WriteAllTextAsync(_fixture.FinalPath, "my own");

        var found = await Assert.ThrowsAsync<ModelException>(() => store.FindAsync(_fixture.Model));
        var pulled = await Assert.ThrowsAsync<ModelException>(() => store.PullAsync(_fixture.Model));

        Assert.StartsWith($"{_fixture.FinalPath}: ", found.Message, StringComparison.Ordinal);
        Assert.Contains("delete it and pull tiny", found.Message, StringComparison.Ordinal);
        Assert.Equal(found.Message, pulled.Message);
        Assert.Equal("my own", await File.ReadAllTextAsync(_fixture.FinalPath));
    }

    [Theory]
    [InlineData("tiny.onnx")]
    [InlineData("models/tiny/tiny.onnx")]
    public async Task More_folders_are_searched_and_wrong_files_there_passed_over(string place)
    {
        var (wrong, right) = (Path.Combine(_fixture.Folder, "wrong"), Path.Combine(_fixture.Folder, "right"));
        await WriteAsync(Path.Combine(wrong, "tiny.onnx"), [1]);
        var expected = await WriteAsync(Path.Combine(right, place), _fixture.Content);

        var store = new ModelStore(Path.Combine(_fixture.Folder, "own"), Nowhere, wrong, right);

        Assert.Equal(expected, await store.PullAsync(_fixture.Model));
        Assert.False(Directory.Exists(store.Folder));
    }

    [Theory]
    [InlineData("U2NET_HOME", "", "tiny.onnx")]
    [InlineData("XDG_DATA_HOME", ".u2net", "tiny.onnx")]
    [InlineData("XDG_DATA_HOME", "rembg", "models/tiny/tiny.onnx")]
    [InlineData("REMBG_HOME", "", "models/tiny/tiny.onnx")]
    [InlineData("HOME", ".u2net", "tiny.onnx")]
    [InlineData("HOME", ".rembg", "models/tiny/tiny.onnx")]
    public async Task Where_rembg_keeps_models_they_are_found(string variable, string beneath, string place)
    {
        var folder = Path.Combine(_fixture.Folder, "cache");
        Environment.SetEnvironmentVariable(variable, folder);
        var expected = await WriteAsync(Path.Combine(folder, beneath, place), _fixture.Content);

        Assert.Equal(expected, await ModelStore.FromEnvironment().FindAsync(_fixture.Model));
    }

    [Fact]
    public void Models_go_to_the_home_folder_or_to_where_the_environment_says()
    {
        var home = Path.Combine(_fixture.Folder, "home");
        Assert.Equal(Path.Combine(home, ".u2net"), ModelStore.FromEnvironment().Folder);

        Environment.SetEnvironmentVariable("U2NET_HOME", "/elsewhere");
        Assert.Equal("/elsewhere", ModelStore.FromEnvironment().Folder);

        Environment.SetEnvironmentVariable("U2NET_HOME", "~/models");
        Assert.Equal(Path.Combine(home, "models"), ModelStore.FromEnvironment().Folder);
    }

    [Fact]
    public async Task A_file_of_the_home_folder_is_found_also_where_the_environment_names_another()
    {
        Environment.SetEnvironmentVariable("U2NET_HOME", Path.Combine(_fixture.Folder, "other"));
        var expected = await WriteAsync(Path.Combine(_fixture.Folder, "home", ".u2net", "tiny.onnx"), _fixture.Content);

        Assert.Equal(expected, await ModelStore.FromEnvironment().FindAsync(_fixture.Model));
    }

    [Theory]
    [InlineData("https://mirror.example/models", "https://mirror.example/models/u2net.onnx")]
    [InlineData("https://mirror.example/models/", "https://mirror.example/models/u2net.onnx")]
    [InlineData("http://10.0.0.1:8080", "http://10.0.0.1:8080/u2net.onnx")]
    [InlineData("", "https://github.com/danielgatis/rembg/releases/download/v0.0.0/u2net.onnx")]
    [InlineData(null, "https://github.com/danielgatis/rembg/releases/download/v0.0.0/u2net.onnx")]
    public void A_mirror_replaces_the_base_address(string? mirror, string expected)
    {
        Environment.SetEnvironmentVariable("U2VIDEO_MODEL_MIRROR", mirror);

        Assert.Equal(expected, ModelStore.FromEnvironment().AddressOf(ModelRegistry.Default.Find("u2net")!).AbsoluteUri);
    }

    [Theory]
    [InlineData("mirror")]
    [InlineData("/srv/models")]
    [InlineData("file:///srv/models")]
    [InlineData("ftp://mirror.example/")]
    [InlineData("https://user:secret@mirror.example/")]
    [InlineData("https://mirror.example/?folder=1")]
    public void A_mirror_that_is_none_is_wrong_usage(string mirror)
    {
        Environment.SetEnvironmentVariable("U2VIDEO_MODEL_MIRROR", mirror);

        var error = Assert.Throws<UsageException>(ModelStore.FromEnvironment);

        Assert.StartsWith($"U2VIDEO_MODEL_MIRROR={mirror}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_published_model_is_told_apart_and_has_its_limits()
    {
        var published = ModelRegistry.Default.Published;

        Assert.Equal(["portrait-lite", "u2net", "u2netp", "u2net_human_seg"], ModelRegistry.Default.Names);
        Assert.All(published, model => Assert.Equal(model.Name + ".onnx", model.FileName));
        Assert.All(published, model => Assert.Matches("^[0-9a-f]{32}$", model.Md5));
        Assert.All(published, model => Assert.InRange(model.MaximumBytes, 5_000_000, 210_000_000));
        Assert.Equal(published.Count, published.Select(model => model.Md5).Distinct().Count());
        Assert.Null(ModelRegistry.Default.Find("portrait-lite"));
        Assert.Null(ModelRegistry.Default.Find("U2NET"));
    }

    private static async Task<string> WriteAsync(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content);
        return path;
    }
}
