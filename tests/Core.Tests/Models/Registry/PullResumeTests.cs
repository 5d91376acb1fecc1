using U2Video.Tests;
using static U2Video.Tests.LoopbackServer;

namespace U2Video.Core.Tests.Models.Registry;

/// <summary>What an interrupted pull leaves, and what the next makes of it.</summary>
public sealed class PullResumeTests : IDisposable
{
    private const int Cut = 150_000;

    private readonly StoreFixture _fixture = new();
    private readonly ServedFile _file;

    public PullResumeTests() => _file = new ServedFile(_fixture.Content) { CutAfter = Cut };

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("\"one\"", null)]
    [InlineData(null, "Wed, 21 Oct 2015 07:28:00 GMT")]
    [InlineData("W/\"weak\"", "Wed, 21 Oct 2015 07:28:00 GMT")]
    public async Task A_cut_pull_is_gone_on_with(string? tag, string? date)
    {
        (_file.Tag, _file.Date) = (tag, date);
        await using var server = new LoopbackServer(_file.AnswerAsync);
        var store = _fixture.StoreAt(server.Address);

        Assert.Contains("the next pull resumes there", await _fixture.FailAsync(store), StringComparison.Ordinal);
        Assert.Equal(_fixture.Content[..Cut], await File.ReadAllBytesAsync(_fixture.PartialPath));
        _fixture.AssertHolds(_fixture.PartialPath, _fixture.LockPath);

        _file.CutAfter = null;
        var reports = new Reports();
        await _fixture.AssertPulledAsync(store, reports);

        Assert.Equal($"bytes={Cut}-", server.Requests[1].Header("range"));
        Assert.Equal(tag is ['"', ..] ? tag : date, server.Requests[1].Header("if-range"));
        Assert.Equal((Cut, Cut, _fixture.Content.Length), (reports.All[0].Bytes, reports.All[0].ResumedBytes, reports.All[0].TotalBytes));
    }

    [Fact]
    public async Task It_may_be_cut_again_and_again()
    {
        await using var server = new LoopbackServer(_file.AnswerAsync);
        var store = _fixture.StoreAt(server.Address);

        await _fixture.FailAsync(store);
        await _fixture.FailAsync(store);
        await _fixture.AssertPulledAsync(store);

        Assert.Equal([null, "bytes=150000-", "bytes=300000-"], server.Requests.Select(request => request.Header("range")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"weak\"")]
    public async Task Without_a_name_for_the_version_nothing_is_kept(string? tag)
    {
        _file.Tag = tag;
        await using var server = new LoopbackServer(_file.AnswerAsync);
        var store = _fixture.StoreAt(server.Address);

        Assert.DoesNotContain("resumes", await _fixture.FailAsync(store), StringComparison.Ordinal);
        _fixture.AssertHolds();

        _file.CutAfter = null;
        await _fixture.AssertPulledAsync(store);
        Assert.Null(server.Requests[1].Header("range"));
    }

    [Fact]
    public async Task Another_version_starts_from_nothing()
    {
        (_file.Content, _file.Tag) = (new byte[390_000], "\"old\"");
        await using var server = new LoopbackServer(_file.AnswerAsync);
        var store = _fixture.StoreAt(server.Address);
        await _fixture.FailAsync(store);

        (_file.Content, _file.Tag, _file.CutAfter) = (_fixture.Content, "\"new\"", null);
        await _fixture.AssertPulledAsync(store);

        Assert.Equal((2, "\"old\""), (server.Requests.Count, server.Requests[1].Header("if-range")));
    }

    [Fact]
    public async Task A_server_without_ranges_starts_from_nothing()
    {
        _file.HasRanges = false;
        await using var server = new LoopbackServer(_file.AnswerAsync);
        var store = _fixture.StoreAt(server.Address);
        await _fixture.FailAsync(store);

        _file.CutAfter = null;
        await _fixture.AssertPulledAsync(store);

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("Content-Range: bytes 0-399999/400000")]
    [InlineData("Content-Range: bytes 150001-399999/400000")]
    [InlineData("X-Nothing: of use")]
    public async Task Another_range_than_was_asked_for_is_not_taken(string header)
    {
        await using var server = new LoopbackServer(async (request, stream, cancellation) =>
        {
            if (request.Header("range") is null)
            {
                await _file.AnswerAsync(request, stream, cancellation);
                return;
            }

            await WriteHeadAsync(stream, "206 Partial Content", header, "ETag: \"one\"");
            await stream.WriteAsync(_fixture.Content, cancellation);
        });
        var store = _fixture.StoreAt(server.Address);
        await _fixture.FailAsync(store);

        _file.CutAfter = null;
        await _fixture.AssertPulledAsync(store);

        Assert.Equal([null, $"bytes={Cut}-", null], server.Requests.Select(request => request.Header("range")));
    }

    [Fact]
    public async Task A_shorter_range_than_was_asked_for_is_taken_and_gone_on_with()
    {
        var isShort = true;
        await using var server = new LoopbackServer(async (request, stream, cancellation) =>
        {
            if (request.Header("range") is null || !isShort)
            {
                await _file.AnswerAsync(request, stream, cancellation);
                return;
            }

            await WriteHeadAsync(stream, "206 Partial Content", "Content-Range: bytes 150000-199999/400000", "Content-Length: 50000");
            await stream.WriteAsync(_fixture.Content.AsMemory(Cut, 50_000), cancellation);
        });
        var store = _fixture.StoreAt(server.Address);
        await _fixture.FailAsync(store);

        Assert.Contains("200000 of 400000 bytes; the next pull", await _fixture.FailAsync(store), StringComparison.Ordinal);

        (isShort, _file.CutAfter) = (false, null);
        await _fixture.AssertPulledAsync(store);
        Assert.Equal("bytes=200000-", server.Requests[2].Header("range"));
    }

    [Fact]
    public async Task A_part_that_is_the_whole_only_needs_its_name()
    {
        await LeaveAsync(_fixture.Content);
        await using var server = new LoopbackServer(_file.AnswerAsync);

        await _fixture.AssertPulledAsync(_fixture.StoreAt(server.Address));

        Assert.Single(server.Requests); // answered by 416
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_whole_is_dropped()
    {
        await LeaveAsync([.. _fixture.Content, 0]);
        _file.CutAfter = null;
        await using var server = new LoopbackServer(_file.AnswerAsync);

        await _fixture.AssertPulledAsync(_fixture.StoreAt(server.Address));

        Assert.Equal(["bytes=400001-", null], server.Requests.Select(request => request.Header("range")));
    }

    [Fact]
    public async Task A_damaged_part_is_found_out_and_dropped()
    {
        await LeaveAsync(new byte[Cut]);
        _file.CutAfter = null;
        await using var server = new LoopbackServer(_file.AnswerAsync);
        var store = _fixture.StoreAt(server.Address);

        Assert.Contains("MD5", await _fixture.FailAsync(store), StringComparison.Ordinal);
        _fixture.AssertHolds();

        await _fixture.AssertPulledAsync(store);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\n\"")]
    public async Task A_part_of_an_unknown_version_is_dropped(string note)
    {
        await LeaveAsync(new byte[Cut], note);
        _file.CutAfter = null;
        await using var server = new LoopbackServer(_file.AnswerAsync);

        await _fixture.AssertPulledAsync(_fixture.StoreAt(server.Address));

        Assert.Null(Assert.Single(server.Requests).Header("range"));
    }

    [Fact]
    public async Task A_refusal_meanwhile_drops_nothing()
    {
        await LeaveAsync(_fixture.Content[..Cut]);
        await using (var server = new LoopbackServer((_, stream, _) => WriteHeadAsync(stream, "503 Service Unavailable")))
        {
            await _fixture.FailAsync(_fixture.StoreAt(server.Address));
        }

        _fixture.AssertHolds(_fixture.PartialPath, _fixture.LockPath);
        Assert.Equal(Cut, new FileInfo(_fixture.PartialPath).Length);
    }

    [Fact]
    public async Task A_stalled_pull_is_gone_on_with()
    {
        var mayStall = true;
        await using var server = new LoopbackServer(async (request, stream, cancellation) =>
        {
            await _file.AnswerAsync(request, stream, cancellation);
            await Task.Delay(mayStall ? Timeout.Infinite : 0, cancellation);
        });

        var message = await _fixture.FailAsync(_fixture.StoreAt(server.Address, TimeSpan.FromMilliseconds(500)));
        Assert.Contains("the server sent nothing for 0.5 s; the next pull resumes", message, StringComparison.Ordinal);

        (mayStall, _file.CutAfter) = (false, null);
        await _fixture.AssertPulledAsync(_fixture.StoreAt(server.Address));
        Assert.Equal($"bytes={Cut}-", server.Requests[1].Header("range"));
    }

    [Fact]
    public async Task An_interrupted_pull_is_gone_on_with()
    {
        var mayStall = true;
        await using var server = new LoopbackServer(async (request, stream, cancellation) =>
        {
            await _file.AnswerAsync(request, stream, cancellation);
            await Task.Delay(mayStall ? Timeout.Infinite : 0, cancellation);
        });
        var store = _fixture.StoreAt(server.Address);
        using var interruption = new CancellationTokenSource();
        var reports = new Reports(report =>
        {
            if (report.Bytes == Cut)
            {
                interruption.CancelAfter(50);
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PullAsync(_fixture.Model, reports, interruption.Token));
        _fixture.AssertHolds(_fixture.PartialPath, _fixture.LockPath);

        (mayStall, _file.CutAfter) = (false, null);
        await _fixture.AssertPulledAsync(store);
        Assert.Equal($"bytes={Cut}-", server.Requests[1].Header("range"));
    }

    private async Task LeaveAsync(byte[] part, string note = "\"one\"")
    {
        await File.WriteAllBytesAsync(_fixture.PartialPath, part);
        await File.WriteAllTextAsync(_fixture.LockPath, note);
    }
}
