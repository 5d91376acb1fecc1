using U2Video.Core.Models.Registry;
using U2Video.Tests;
using static U2Video.Tests.LoopbackServer;

namespace U2Video.Core.Tests.Models.Registry;

/// <summary>One pull from a server that does well, or badly.</summary>
public sealed class PullTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_file_comes_whole_and_alone()
    {
        await using var server = new LoopbackServer(new ServedFile(_fixture.Content).AnswerAsync);
        var reports = new Reports();

        await _fixture.AssertPulledAsync(_fixture.StoreAt(new Uri(server.Address, "some/folder")), reports);

        var request = Assert.Single(server.Requests);
        Assert.Equal("/some/folder/tiny.onnx", request.Path);
        Assert.Null(request.Header("range"));
        Assert.Equal(0, reports.All[0].Bytes);
        Assert.Equal(_fixture.Content.Length, reports.All[^1].Bytes);
        Assert.All(reports.All, report => Assert.Equal(_fixture.Content.Length, report.TotalBytes));
        Assert.Equal(reports.All.Select(report => report.Bytes).Order(), reports.All.Select(report => report.Bytes));
    }

    [Fact]
    public async Task A_body_of_unsaid_length_is_taken()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await WriteHeadAsync(stream, "200 OK");
            await stream.WriteAsync(_fixture.Content, cancellation);
        });
        var reports = new Reports();

        await _fixture.AssertPulledAsync(_fixture.StoreAt(server.Address), reports);

        Assert.All(reports.All, report => Assert.Null(report.TotalBytes));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_made()
    {
        await using var server = new LoopbackServer(new ServedFile(_fixture.Content).AnswerAsync);
        var folder = Path.Combine(_fixture.Folder, "a", "b");

        var path = await new ModelStore(folder, server.Address).PullAsync(_fixture.Model);

        Assert.Equal(Path.Combine(folder, "tiny.onnx"), path);
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing()
    {
        await using var server = new LoopbackServer(new ServedFile([1, 2, 3]).AnswerAsync);

        var message = await _fixture.FailAsync(_fixture.StoreAt(server.Address));

        Assert.Contains("5289df737df57326fcdd22597afb1fac", message, StringComparison.Ordinal);
        Assert.Contains(_fixture.Model.Md5, message, StringComparison.Ordinal);
        _fixture.AssertHolds();
    }

    [Theory]
    [InlineData("404 Not Found", "404")]
    [InlineData("503 Service Unavailable", "503")]
    [InlineData("206 Partial Content", "206")]
    [InlineData("204 No Content", "204")]
    public async Task A_refusal_is_told_and_leaves_nothing(string status, string told)
    {
        await using var server = new LoopbackServer((_, stream, _) => WriteHeadAsync(stream, status));

        Assert.Contains(told, await _fixture.FailAsync(_fixture.StoreAt(server.Address)), StringComparison.Ordinal);
        _fixture.AssertHolds();
    }

    [Fact]
    public async Task Nobody_listening_is_told()
    {
        Uri address;
        await using (var server = new LoopbackServer((_, _, _) => Task.CompletedTask))
        {
            address = server.Address;
        }

        Assert.Contains("refused", await _fixture.FailAsync(_fixture.StoreAt(address)), StringComparison.Ordinal);
        _fixture.AssertHolds();
    }

    [Fact]
    public async Task What_is_no_http_is_told()
    {
        await using var server = new LoopbackServer((_, stream, cancellation) =>
            stream.WriteAsync("garbage\r\n\r\n"u8.ToArray(), cancellation).AsTask());

        await _fixture.FailAsync(_fixture.StoreAt(server.Address));
        _fixture.AssertHolds();
    }

    [Fact]
    public async Task A_body_without_end_is_given_up()
    {
        var written = 0L;
        await using var server = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await WriteHeadAsync(stream, "200 OK", "ETag: \"one\"");
            while (true)
            {
                await stream.WriteAsync(_fixture.Content, cancellation);
                written += _fixture.Content.Length;
            }
        });

        var message = await _fixture.FailAsync(_fixture.StoreAt(server.Address));

        Assert.Contains("more than 1048576 bytes", message, StringComparison.Ordinal);
        Assert.InRange(written, 0, 64 * StoreFixture.Limit); // what lies in the sockets' buffers comes on top
        _fixture.AssertHolds();
    }

    [Fact]
    public async Task A_body_that_claims_too_much_is_not_even_begun()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await WriteHeadAsync(stream, "200 OK", $"Content-Length: {StoreFixture.Limit + 1}", "ETag: \"one\"");
            await Task.Delay(Timeout.Infinite, cancellation);
        });

        Assert.Contains("more than", await _fixture.FailAsync(_fixture.StoreAt(server.Address)), StringComparison.Ordinal);
        _fixture.AssertHolds();
    }

    [Fact]
    public async Task A_body_that_claims_less_than_it_has_fails_the_checksum()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await WriteHeadAsync(stream, "200 OK", "Content-Length: 1000");
            await stream.WriteAsync(_fixture.Content, cancellation);
        });

        Assert.Contains("MD5", await _fixture.FailAsync(_fixture.StoreAt(server.Address)), StringComparison.Ordinal);
        _fixture.AssertHolds();
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = new LoopbackServer((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));

        var message = await _fixture.FailAsync(_fixture.StoreAt(server.Address, TimeSpan.FromMilliseconds(300)));

        Assert.Contains("the server sent nothing for 0.3 s", message, StringComparison.Ordinal);
        _fixture.AssertHolds();
    }

    [Fact]
    public async Task A_slow_body_is_waited_for_as_long_as_something_comes()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellation) =>
        {
            await WriteHeadAsync(stream, "200 OK", $"Content-Length: {_fixture.Content.Length}");
            foreach (var piece in _fixture.Content.Chunk(100_000))
            {
                await stream.WriteAsync(piece, cancellation);
                await Task.Delay(400, cancellation);
            }
        });

        await _fixture.AssertPulledAsync(_fixture.StoreAt(server.Address, TimeSpan.FromMilliseconds(1200)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told()
    {
        // Not a permission, which root would pass over: the kernel allows no new files there.
        var store = new ModelStore("/proc/models", new Uri("http://127.0.0.1:9/"));

        var error = await Assert.ThrowsAsync<Core.Errors.ModelException>(() => store.PullAsync(_fixture.Model));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains("/proc/models/tiny.onnx", error.Message, StringComparison.Ordinal);
    }
}
