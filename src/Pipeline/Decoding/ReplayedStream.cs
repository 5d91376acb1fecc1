using U2Video.Core.Errors;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// A stream that cannot be sought, whose beginning is given twice: once to whoever finds out what it is, and again, with all that
/// follows, to whoever decodes it.
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

    /// <summary>The first bytes, as many as <see cref="SeekableFormats"/> asks for if there are as many; they are not read by this.</summary>
    public Task<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellation) => _pending ??= ReadAsync(cancellation);

    /// <summary>Copies the stream to <paramref name="target"/> and keeps what was copied, until that closes or recording is stopped.</summary>
    /// <exception cref="InputException">More was asked for than is kept.</exception>
    public async Task RecordAsync(Stream target, CancellationToken cancellation)
    {
        try
        {
            for (var length = 0L; ; length += _beginning[^1].Length)
            {
                if (length > LargestBeginning)
                {
                    throw new InputException(
                        $"{name}: cannot be read through a pipe: its index is not at its beginning. Give the file by its name, or write it with -movflags +faststart.");
                }

                // A read of a terminal or a pipe cannot be called back: one that is not waited for here is the first of the replay.
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
            // It has seen enough.
        }
        finally
        {
            target.Close();
        }
    }

    /// <summary>Ends the recording, for the reader has seen enough.</summary>
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
            // The decoder closed its input, because it has all that it was asked for or because it failed: it says which.
        }
        finally
        {
            target.Close();
        }
    }

    /// <summary>Forgets the beginning.</summary>
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
            return buffer.AsMemory(0, await source.ReadAtLeastAsync(buffer, _beginning.Count > 0 ? 1 : SeekableFormats.Beginning, false, cancellation).ConfigureAwait(false));
        }
        catch (IOException error)
        {
            throw new InputException($"{name}: cannot be read ({error.Message}).", error);
        }
    }
}
