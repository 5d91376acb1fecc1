using U2Video.Core.Errors;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// A stream without seeking whose beginning is read twice: first by the probe, and again, with all that follows, by the decoder.
/// </summary>
/// <param name="source">The stream; it stays the caller's.</param>
/// <param name="name">What it is called in messages.</param>
internal sealed class ReplayedStream(Stream source, string name) : IDisposable
{
    private const int ChunkSize = 1 << 16;
    private const long LargestBeginning = 64 << 20;

    private readonly List<ReadOnlyMemory<byte>> _beginning = [];
    private readonly CancellationTokenSource _recorded = new();
    private Task<ReadOnlyMemory<byte>>? _pending;

    /// <summary>The first bytes, as many as <see cref="SeekableFormats"/> needs if there are as many. They stay to be read.</summary>
    public Task<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellation) => _pending ??= ReadAsync(cancellation);

    /// <summary>Copies the stream to a target and keeps what was copied, until the target closes or recording is stopped.</summary>
    /// <exception cref="InputException">The target asks for more than is kept.</exception>
    public async Task RecordAsync(Stream target, CancellationToken cancellation)
    {
        try
        {
            for (var length = 0L; ; length += _beginning[^1].Length)
            {
                if (length > LargestBeginning)
                {
                    throw new InputException(
                        $"{name}: cannot be read through a pipe: its index is not at its beginning. "
                        + $"Give the file by its name, or write it with -movflags +faststart.");
                }

                // A read of a terminal or a pipe cannot be cancelled: one that is not awaited here is the first of the replay.
                _pending ??= ReadAsync(cancellation);
                var chunk = await _pending.WaitAsync(_recorded.Token).ConfigureAwait(false);
                _pending = null;
                _beginning.Add(chunk);
                if (chunk.IsEmpty)
                {
                    break;
                }

                await target.WriteAsync(chunk, _recorded.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException || (error is OperationCanceledException && _recorded.IsCancellationRequested))
        {
            // The target has read enough.
        }
        finally
        {
            target.Close();
        }
    }

    /// <summary>Ends the recording, because the reader has read enough.</summary>
    public Task StopRecordingAsync() => _recorded.CancelAsync();

    /// <summary>Copies the whole stream, its recorded beginning first, and closes the target.</summary>
    public async Task ReplayAsync(Stream target, CancellationToken cancellation)
    {
        try
        {
            foreach (var chunk in _beginning)
            {
                await target.WriteAsync(chunk, cancellation).ConfigureAwait(false);
            }

            var ended = _beginning is [.., { IsEmpty: true }];
            _beginning.Clear();
            while (!ended)
            {
                var chunk = await (_pending ?? ReadAsync(cancellation)).WaitAsync(cancellation).ConfigureAwait(false);
                _pending = null;
                ended = chunk.IsEmpty;
                await target.WriteAsync(chunk, cancellation).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The decoder closed its input, because it has all the frames that are wanted or because it failed. Its exit code says which.
        }
        finally
        {
            target.Close();
        }
    }

    /// <summary>Drops the beginning.</summary>
    public void Dispose()
    {
        _beginning.Clear();
        _recorded.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellation)
    {
        var buffer = new byte[ChunkSize];
        try
        {
            return buffer.AsMemory(0, await source.ReadAtLeastAsync(
                buffer, _beginning.Count > 0 ? 1 : SeekableFormats.Beginning, false, cancellation).ConfigureAwait(false));
        }
        catch (IOException error)
        {
            throw new InputException($"{name}: cannot be read ({error.Message}).", error);
        }
    }
}
