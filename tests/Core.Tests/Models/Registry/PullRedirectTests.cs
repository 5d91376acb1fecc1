using U2Video.Tests;
using static U2Video.Tests.LoopbackServer;

namespace U2Video.Core.Tests.Models.Registry;

/// <summary>Redirects, which every release on GitHub has: followed, but never to where anybody could change the file on its way.</summary>
public sealed class PullRedirectTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Redirects_to_what_is_as_safe_are_followed(bool fromSecure, bool toSecure)
    {
        await using var goal = new LoopbackServer(new ServedFile(_fixture.Content).AnswerAsync, toSecure);
        await using var server = new LoopbackServer(RedirectTo(new Uri(goal.Address, "elsewhere?token=1")), fromSecure);

        await _fixture.AssertPulledAsync(_fixture.StoreAt(server.Address));

        Assert.Equal("/tiny.onnx", Assert.Single(server.Requests).Path);
        Assert.Equal("/elsewhere?token=1", Assert.Single(goal.Requests).Path);
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_not_followed()
    {
        await using var goal = new LoopbackServer(new ServedFile(_fixture.Content).AnswerAsync);
        await using var server = new LoopbackServer(RedirectTo(goal.Address), isSecure: true);

        Assert.Contains("https to http", await _fixture.FailAsync(_fixture.StoreAt(server.Address)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(goal.Requests);
        _fixture.AssertHolds();
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        await using var server = new LoopbackServer((_, stream, _) =>
            WriteHeadAsync(stream, "302 Found", "Location: /again", "Content-Length: 0"));

        Assert.Contains("too often", await _fixture.FailAsync(_fixture.StoreAt(server.Address)), StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, 2, 20);
    }

    [Fact]
    public async Task A_rest_is_asked_for_also_behind_a_redirect()
    {
        var file = new ServedFile(_fixture.Content) { CutAfter = 100_000 };
        await using var goal = new LoopbackServer(file.AnswerAsync);
        await using var server = new LoopbackServer(RedirectTo(goal.Address));
        await _fixture.FailAsync(_fixture.StoreAt(server.Address));

        file.CutAfter = null;
        await _fixture.AssertPulledAsync(_fixture.StoreAt(server.Address));

        Assert.Equal("bytes=100000-", goal.Requests[1].Header("range"));
    }

    private static Func<LoopbackRequest, Stream, CancellationToken, Task> RedirectTo(Uri address) =>
        (_, stream, _) => WriteHeadAsync(stream, "302 Found", $"Location: {address.AbsoluteUri}", "Content-Length: 0");
}
