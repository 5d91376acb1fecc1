namespace U2Video.Tests;

/// <summary>A file on a <see cref="LoopbackServer"/>, given as RFC 9110 has it, or cut where a test wants it.</summary>
internal sealed class ServedFile(byte[] content)
{
    public byte[] Content { get; set; } = content;

    /// <summary>The version's tag, quotes included; null: none is sent.</summary>
    public string? Tag { get; set; } = "\"one\"";

    /// <summary>The version's date; null: none is sent.</summary>
    public string? Date { get; set; }

    /// <summary>Whether a part can be asked for.</summary>
    public bool HasRanges { get; set; } = true;

    /// <summary>After so many bytes of a body the connection ends; null: never.</summary>
    public int? CutAfter { get; set; }

    public async Task AnswerAsync(LoopbackRequest request, Stream stream, CancellationToken cancellation)
    {
        var start = StartOf(request);
        if (start >= Content.Length)
        {
            await LoopbackServer.WriteHeadAsync(
                stream, "416 Range Not Satisfiable", $"Content-Range: bytes */{Content.Length}", "Content-Length: 0");
            return;
        }

        var body = Content.AsMemory(start ?? 0);
        List<string> headers = [$"Content-Length: {body.Length}"];
        AddIf(start is not null, $"Content-Range: bytes {start}-{Content.Length - 1}/{Content.Length}");
        AddIf(Tag is not null, $"ETag: {Tag}");
        AddIf(Date is not null, $"Last-Modified: {Date}");
        await LoopbackServer.WriteHeadAsync(stream, start is null ? "200 OK" : "206 Partial Content", [.. headers]);
        await stream.WriteAsync(body[..Math.Min(CutAfter ?? body.Length, body.Length)], cancellation);

        void AddIf(bool condition, string line)
        {
            if (condition)
            {
                headers.Add(line);
            }
        }
    }

    private int? StartOf(LoopbackRequest request)
    {
        var isSameVersion = request.Header("if-range") is not { } version || version == Tag || version == Date;
        return HasRanges && isSameVersion && request.Header("range") is { } range
            ? int.Parse(range["bytes=".Length..].TrimEnd('-'))
            : null;
    }
}
