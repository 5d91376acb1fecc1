using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests.Plugin;

public sealed class PluginCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("u2video-plugin-");
    private readonly string _filter;
    private readonly string _hosts;

    public PluginCommandTests()
    {
        _filter = Path.Combine(_folder.FullName, "built", "u2video.so");
        _hosts = Path.Combine(_folder.FullName, "hosts", "lib");
        Directory.CreateDirectory(Path.GetDirectoryName(_filter)!);
        Environment.SetEnvironmentVariable("U2VIDEO_PLUGIN", _filter);
    }

    private string Link => Path.Combine(_hosts, "u2video.so");

    [Fact]
    public async Task It_is_linked_shown_and_removed()
    {
        await File.WriteAllTextAsync(_filter, "");

        var installed = await RunAsync("install");
        var again = await RunAsync("install");
        var shown = await RunAsync("where");
        Assert.Equal((0, ""), (installed.Code, installed.Error));
        Assert.Equal(installed, again);
        Assert.Contains($"{Link} → {_filter}", shown.Output, StringComparison.Ordinal);
        Assert.Equal(_filter, new FileInfo(Link).LinkTarget);
        Assert.Single(Directory.GetFileSystemEntries(_hosts));

        var removed = await RunAsync("uninstall");
        Assert.Equal((0, ""), (removed.Code, removed.Error));
        Assert.Empty(Directory.GetFileSystemEntries(_hosts));
        Assert.True(File.Exists(_filter));
    }

    [Fact]
    public async Task A_file_of_somebody_else_stays()
    {
        await File.WriteAllTextAsync(_filter, "");
        Directory.CreateDirectory(_hosts);
        await File.WriteAllTextAsync(Link, "another");

        Assert.Equal(1, (await RunAsync("install")).Code);
        Assert.Equal(1, (await RunAsync("uninstall")).Code);
        Assert.Equal("another", await File.ReadAllTextAsync(Link));
    }

    [Fact]
    public async Task Where_it_is_not_built_or_installed_that_is_said()
    {
        var install = await RunAsync("install");
        var uninstall = await RunAsync("uninstall");

        Assert.Equal((1, 1), (install.Code, uninstall.Code));
        Assert.Contains("./u2video plugin install", install.Error, StringComparison.Ordinal);
        Assert.Contains(Link, uninstall.Error, StringComparison.Ordinal);
        Assert.Contains("not built", (await RunAsync("where")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task A_worker_without_time_is_wrong_usage(string idle)
    {
        var run = await ProgramRun.StartAsync(ModelRegistry.Default, "worker", "--idle", idle);

        Assert.Equal(2, run.Code);
        Assert.Contains("--idle", run.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("U2VIDEO_PLUGIN", null);
        _folder.Delete(recursive: true);
    }

    private Task<ProgramRun> RunAsync(string command) =>
        ProgramRun.StartAsync(ModelRegistry.Default, "plugin", command, "--folder", _hosts);
}
