using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;
using U2Video.Core.Networks;

namespace U2Video.Core.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-catalog-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_built_in_model_has_a_name_and_no_file()
    {
        using var model = await ModelCatalog.OpenAsync(ModelRegistry.EmbeddedName);
        Assert.Equal(U2NetVariant.Lite.Name, model.Description.Variant.Name);
        Assert.Null(await ModelCatalog.LocateAsync(ModelRegistry.EmbeddedName));
    }

    [Fact]
    public async Task A_path_is_opened_with_what_the_user_knows_better()
    {
        var path = SaveEmbedded("mine.safetensors");
        using var model = await ModelCatalog.OpenAsync(path, new() { Overrides = new() { InputSize = 192 } });
        Assert.Equal(192, model.Description.InputSize);
        Assert.Equal(path, await ModelCatalog.LocateAsync(path));
    }

    [Fact]
    public async Task A_published_name_is_fetched_and_its_license_is_known()
    {
        var file = SaveEmbedded("fetched.safetensors", withLicense: false);
        var fetched = new List<string>();
        var options = new ModelCatalogOptions
        {
            Fetch = (model, _) =>
            {
                fetched.Add(model.Name);
                return Task.FromResult(file);
            },
        };
        Assert.Equal(file, await ModelCatalog.LocateAsync("u2netp", options));
        using var model = await ModelCatalog.OpenAsync("u2netp", options);
        Assert.Equal(["u2netp", "u2netp"], fetched);
        Assert.Equal("Apache-2.0", model.Description.License);
    }

    [Fact]
    public async Task Nothing_is_downloaded_where_that_is_not_allowed()
    {
        var before = Environment.GetEnvironmentVariable("U2NET_HOME");
        Environment.SetEnvironmentVariable("U2NET_HOME", _folder);
        try
        {
            var registry = new ModelRegistry([ModelRegistry.Default.Find("u2netp")! with { FileName = "not-here.onnx" }]);
            var error = await Assert.ThrowsAsync<ModelException>(
                () => ModelCatalog.OpenAsync("u2netp", new() { Registry = registry, AllowDownload = false }));
            Assert.Contains(Path.Combine(_folder, "not-here.onnx"), error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("U2NET_HOME", before);
        }
    }

    [Theory]
    [InlineData("no-such-model", "no such model file, nor one of the names portrait-lite, u2net,")]
    [InlineData("/", "is a folder, not a model file")]
    public async Task What_is_neither_is_refused(string name, string reason)
    {
        var error = await Assert.ThrowsAsync<ModelException>(() => ModelCatalog.OpenAsync(name));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private string SaveEmbedded(string name, bool withLicense = true)
    {
        var path = Path.Combine(_folder, name);
        using var model = U2NetModel.LoadEmbedded();
        var saved = withLicense ? model : new U2NetModel(model.Network, model.Description with { License = null });
        saved.Save(path);
        return path;
    }
}
