using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using U2Video.Core.Errors;

namespace U2Video.Core.Models.Registry;

/// <summary>
/// One download into a partial file, which gets its final name when its checksum is correct. The next download resumes an interrupted one
/// if the server has identified the file's version and still has that version.
/// </summary>
/// <param name="client">A client that follows redirects, but not from https to http.</param>
/// <param name="target">What is downloaded, from where and to where.</param>
/// <param name="held">The lock, held by the caller.</param>
/// <param name="patience">How long to wait for a byte.</param>
/// <param name="progress">Gets the progress; may be null.</param>
internal sealed class ModelDownload(
    HttpClient client, PullTarget target, PullLock held, TimeSpan patience, IProgress<PullProgress>? progress)
{
    private const int ChunkBytes = 128 * 1024;

    /// <summary>Downloads, verifies, renames.</summary>
    /// <exception cref="ModelException">A step failed.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await using (var partial = new FileStream(
                target.PartialPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, useAsync: true))
            {
                await FillAsync(partial, cancellation).ConfigureAwait(false);
                await VerifyAsync(partial, cancellation).ConfigureAwait(false);
            }

            File.Move(target.PartialPath, target.Path, overwrite: true);
            held.Remember(null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw target.WriteFailure(error);
        }
        finally
        {
            RemoveUselessPart();
        }
    }

    private async Task FillAsync(FileStream partial, CancellationToken cancellation)
    {
        if (held.Validator is { } validator && partial.Length > 0)
        {
            var start = partial.Length;
            using var rest = await AskAsync(start, validator, cancellation).ConfigureAwait(false);
            switch (rest.StatusCode)
            {
                case HttpStatusCode.OK:
                    await CopyFromStartAsync(rest, partial, cancellation).ConfigureAwait(false);
                    return;
                case HttpStatusCode.PartialContent when rest.Content.Headers.ContentRange?.From == start:
                    await CopyAsync(rest, partial, start, cancellation).ConfigureAwait(false);
                    return;

                // The server has nothing after the partial file: it is the whole file, or not a part of it.
                case HttpStatusCode.RequestedRangeNotSatisfiable when await IsRightAsync(partial, cancellation).ConfigureAwait(false):
                    return;

                // Another range than the requested one cannot be used, so the whole file is requested.
                case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                    break;
                default:
                    throw Refusal(rest);
            }
        }

        using var whole = await AskAsync(0, null, cancellation).ConfigureAwait(false);
        if (whole.StatusCode != HttpStatusCode.OK)
        {
            throw Refusal(whole);
        }

        await CopyFromStartAsync(whole, partial, cancellation).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> AskAsync(long start, RangeConditionHeaderValue? validator, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target.Address);
        if (validator is not null)
        {
            request.Headers.Range = new RangeHeaderValue(start, null);
            request.Headers.IfRange = validator;
        }

        return await PatientlyAsync(
            token => new ValueTask<HttpResponseMessage>(client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)),
            cancellation).ConfigureAwait(false);
    }

    private Task CopyFromStartAsync(HttpResponseMessage response, FileStream partial, CancellationToken cancellation)
    {
        // In this order, so that the partial file never belongs to another version than the noted one.
        partial.SetLength(0);
        held.Remember(ValidatorOf(response));
        return CopyAsync(response, partial, 0, cancellation);
    }

    private async Task CopyAsync(HttpResponseMessage response, FileStream partial, long start, CancellationToken cancellation)
    {
        var headers = response.Content.Headers;
        var total = headers.ContentRange?.Length ?? start + headers.ContentLength;
        if (total > target.Model.MaximumBytes)
        {
            throw TooLarge();
        }

        partial.Position = start;
        var received = start;
        var buffer = new byte[ChunkBytes];
        var clock = Stopwatch.StartNew();
        var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            while (true)
            {
                progress?.Report(new PullProgress(received, total, start, clock.Elapsed));
                var count = await PatientlyAsync(token => body.ReadAsync(buffer, token), cancellation).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                received += count;
                if (received > target.Model.MaximumBytes)
                {
                    throw TooLarge();
                }

                await partial.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            }
        }

        if (received < total)
        {
            throw target.Failure($"the server gave {received} of {total} bytes{WhatNext}");
        }
    }

    private async Task VerifyAsync(FileStream partial, CancellationToken cancellation)
    {
        var checksum = await Md5Checksum.ComputeAsync(partial, cancellation).ConfigureAwait(false);
        if (!Md5Checksum.Equal(checksum, target.Model.Md5))
        {
            held.Remember(null);
            throw target.Failure($"its MD5 is {checksum} and should be {target.Model.Md5}, so it was deleted");
        }
    }

    private async Task<bool> IsRightAsync(FileStream partial, CancellationToken cancellation) =>
        Md5Checksum.Equal(await Md5Checksum.ComputeAsync(partial, cancellation).ConfigureAwait(false), target.Model.Md5);

    // All network operations go through here, so that time-outs and failures become the same kind of error.
    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, ValueTask<T>> step, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await step(limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested
                ? target.Failure($"the server sent nothing for {patience.TotalSeconds:0.#} s{WhatNext}", error)
                : target.NetworkFailure(error, WhatNext);
        }
    }

    private static RangeConditionHeaderValue? ValidatorOf(HttpResponseMessage response) => response switch
    {
        // A weak tag means that two versions are equivalent, not that their bytes are equal.
        { Headers.ETag: { IsWeak: false } tag } => new(tag),
        { Content.Headers.LastModified: { } date } => new(date),
        _ => null,
    };

    private string WhatNext => held.Validator is null ? "" : "; the next pull resumes there";

    private ModelException TooLarge()
    {
        held.Remember(null);
        return target.Failure($"it has more than {target.Model.MaximumBytes} bytes, more than {target.Model.Name} has");
    }

    private ModelException Refusal(HttpResponseMessage response) => target.Failure((int)response.StatusCode switch
    {
        >= 300 and < 400 => $"{response.RequestMessage!.RequestUri} redirects too often, or from https to http",
        var code => $"the server answers {code} ({response.StatusCode})",
    });

    private void RemoveUselessPart()
    {
        var part = new FileInfo(target.PartialPath);
        if (part.Exists && (held.Validator is null || part.Length == 0))
        {
            part.Delete();
            held.Remember(null);
        }
    }
}
