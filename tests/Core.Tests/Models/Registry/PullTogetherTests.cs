using System.Diagnostics;
using U2Video.Core.Errors;
using U2Video.Tests;

namespace U2Video.Core.Tests.Models.Registry;

/// <summary>Several pulls of one model at a time.</summary>
public sealed class PullTogetherTests : IDisposable
{
    private readonly StoreFixture _fixture = new();
    private readonly ServedFile _file;
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PullTogetherTests() => _file = new ServedFile(_fixture.Content);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task The_second_waits_and_finds_the_file()
    {
        await using var server = new LoopbackServer(AnswerBehindGateAsync);
        var first = _fixture.StoreAt(server.Address).PullAsync(_fixture.Model);
        await UntilAsync(() => server.Requests.Count == 1);
        var reports = new Reports();
        var second = _fixture.StoreAt(server.Address).PullAsync(_fixture.Model, reports);
        await UntilAsync(() => reports.All.Count > 2);

        Assert.All(reports.All, report => Assert.True(report.IsWaiting));
        Assert.False(first.IsCompleted || second.IsCompleted);
        _gate.SetResult();

        Assert.Equal([_fixture.FinalPath, _fixture.FinalPath], await Task.WhenAll(first, second));
        Assert.Single(server.Requests);
        _fixture.AssertHolds(_fixture.FinalPath);
    }

    [Fact]
    public async Task The_second_goes_on_with_what_the_first_leaves()
    {
        _file.CutAfter = 250_000;
        await using var server = new LoopbackServer(AnswerBehindGateAsync);
        var first = _fixture.StoreAt(server.Address).PullAsync(_fixture.Model);
        await UntilAsync(() => server.Requests.Count == 1);
        var reports = new Reports();
        var second = _fixture.StoreAt(server.Address).PullAsync(_fixture.Model, reports);
        await UntilAsync(() => reports.All.Count > 0);
        _gate.SetResult();

        await Assert.ThrowsAsync<ModelException>(() => first);
        Assert.Equal(_fixture.FinalPath, await second);
        Assert.Equal("bytes=250000-", server.Requests[1].Header("range"));
        _fixture.AssertHolds(_fixture.FinalPath);
    }

    [Fact]
    public async Task Waiting_can_be_interrupted()
    {
        await using var server = new LoopbackServer(AnswerBehindGateAsync);
        var first = _fixture.StoreAt(server.Address).PullAsync(_fixture.Model);
        await UntilAsync(() => server.Requests.Count == 1);
        using var interruption = new CancellationTokenSource();
        var reports = new Reports(_ => interruption.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _fixture.StoreAt(server.Address).PullAsync(_fixture.Model, reports, interruption.Token));

        _gate.SetResult();
        Assert.Equal(_fixture.FinalPath, await first);
    }

    [Fact]
    public async Task Many_download_once()
    {
        await using var server = new LoopbackServer(_file.AnswerAsync);
        for (var round = 0; round < 10; round++)
        {
            var pulls = Enumerable.Range(0, 8).Select(_ => Task.Run(() => _fixture.StoreAt(server.Address).PullAsync(_fixture.Model)));

            Assert.All(await Task.WhenAll(pulls), path => Assert.Equal(_fixture.FinalPath, path));
            Assert.Equal(round + 1, server.Requests.Count);
            _fixture.AssertHolds(_fixture.FinalPath);
            File.Delete(_fixture.FinalPath);
        }
    }

    [Fact]
    public async Task Another_process_is_waited_for()
    {
        await using var server = new LoopbackServer(_file.AnswerAsync);

        // flock(1) takes the lock that .NET takes for a file that is opened for one alone.
        using var other = Process.Start(new ProcessStartInfo("flock", [_fixture.LockPath, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync());
        var reports = new Reports();
        var pull = _fixture.StoreAt(server.Address).PullAsync(_fixture.Model, reports);
        await UntilAsync(() => reports.All.Count > 2);
        Assert.Empty(server.Requests);

        other.StandardInput.Close();
        await other.WaitForExitAsync();

        Assert.Equal(_fixture.FinalPath, await pull);
        _fixture.AssertHolds(_fixture.FinalPath);
    }

    private async Task AnswerBehindGateAsync(LoopbackRequest request, Stream stream, CancellationToken cancellation)
    {
        await _gate.Task.WaitAsync(cancellation);
        await _file.AnswerAsync(request, stream, cancellation);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "It did not come to that.");
            await Task.Delay(10);
        }
    }
}
