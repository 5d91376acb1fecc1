using System.Diagnostics;
using U2Video.Core.Models.Registry;
using U2Video.Tests;

namespace U2Video.Cli.Tests.Faults;

/// <summary>Addresses are opened where the user says so, and nothing of this machine with them.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly string _clip;

    public AddressTests()
    {
        _clip = Path.Combine(_folder, "clip.ts");
        using var ffmpeg = Process.Start(
            "ffmpeg", ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=48x32:r=25:d=0.4", "-c:v", "mpeg2video", _clip]);
        ffmpeg.WaitForExit();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_is_opened_on_demand()
    {
        await using var server = Serve(_ => File.ReadAllBytes(_clip));

        Assert.Equal(0, (await RunAsync($"{server.Address}clip.ts?x=1", "--allow-url")).Code);
        Assert.NotEmpty(server.Requests);
    }

    [Fact]
    public async Task Otherwise_no_server_is_asked()
    {
        await using var server = Serve(_ => File.ReadAllBytes(_clip));
        var run = await RunAsync($"{server.Address}clip.ts?x=1");

        Assert.Equal(3, run.Code);
        Assert.Contains("--allow-url", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_playlist_that_comes_from_there_leads_to_no_file_here()
    {
        var list = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nSEGMENT\n#EXT-X-ENDLIST\n";
        await using var there = Serve(request => request.EndsWith(".ts", StringComparison.Ordinal)
            ? File.ReadAllBytes(_clip)
            : System.Text.Encoding.UTF8.GetBytes(list.Replace("SEGMENT", "clip.ts", StringComparison.Ordinal)));
        await using var here = Serve(
            _ => System.Text.Encoding.UTF8.GetBytes(list.Replace("SEGMENT", "file://" + _clip, StringComparison.Ordinal)));

        Assert.Equal(0, (await RunAsync($"{there.Address}list.m3u8", "--allow-url")).Code);
        Assert.Equal(3, (await RunAsync($"{here.Address}list.m3u8", "--allow-url", "--overwrite")).Code);
    }

    [Theory]
    [InlineData("gopher://127.0.0.1/x")]
    [InlineData("file:///etc/hostname")]
    [InlineData("concat://x")]
    public async Task Other_schemes_are_no_addresses(string name) => Assert.Equal(2, (await RunAsync(name, "--allow-url")).Code);

    private static LoopbackServer Serve(Func<string, byte[]> content) => new(async (request, stream, cancellation) =>
    {
        var bytes = content(request.Path.Split('?')[0]);
        await LoopbackServer.WriteHeadAsync(stream, "200 OK", $"Content-Length: {bytes.Length}");
        await stream.WriteAsync(bytes, cancellation);
    });

    private Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(
        ModelRegistry.Default, [.. arguments, "--mask", Path.Combine(_folder, "out.mkv"), "--size", "64", "--progress", "none"]);
}
