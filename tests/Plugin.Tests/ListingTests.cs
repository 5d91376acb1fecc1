namespace U2Video.Plugin.Tests;

/// <summary>Hosts list the filter with its parameters, and nothing is started for that.</summary>
public sealed class ListingTests : IDisposable
{
    private static readonly string[] Names =
        ["model", "size", "device", "output", "grow", "feather", "threshold", "smoothing"];

    private readonly Host _host = new();

    [Fact]
    public async Task GStreamer_lists_it()
    {
        Host.Need("gst-inspect-1.0");

        var run = await _host.RunAsync("gst-inspect-1.0", "frei0r-filter-u2video");

        AssertListed(run, [.. Names, "clean-colors", "matte", "matte-start"]);
    }

    [Fact]
    public async Task Melt_lists_it()
    {
        Host.Need("melt");

        var run = await _host.RunAsync("melt", "-query", "filter=frei0r.u2video");

        string[] others = ["title: clean colors", "title: matte", "title: matte start", "default: cutout"];
        AssertListed(run, [.. Names.Select(name => $"title: {name}"), .. others]);
    }

    public void Dispose() => _host.Dispose();

    private void AssertListed(HostRun run, string[] names)
    {
        var text = System.Text.Encoding.UTF8.GetString(run.Output);
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Complaints);
        Assert.All(names, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.Empty(_host.Workers());
        Assert.False(File.Exists(_host.Socket));
    }
}
