using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace U2Video.Core.Models.Registry;

/// <summary>
/// Allows only one pull of a file at a time, in this process or another, by a file that is open exclusively. The file also stores, from
/// one pull to the next, which version on the server the partial file belongs to; if there is nothing to store, it is deleted.
/// </summary>
internal sealed class PullLock : IAsyncDisposable
{
    // The system's errors for a file that is locked by another process: EWOULDBLOCK on Linux, ERROR_SHARING_VIOLATION on Windows.
    private const int WouldBlock = 11;
    private const int SharingViolation = 32;
    private const int MostNoteBytes = 1024;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly FileStream _file;

    private PullLock(string path, FileStream file)
    {
        _path = path;
        _file = file;
        Validator = ReadNote();
    }

    /// <summary>The version on the server that the partial file belongs to (an ETag or a date); null if unknown.</summary>
    public RangeConditionHeaderValue? Validator { get; private set; }

    /// <summary>Takes the lock; waits while another one has it.</summary>
    /// <param name="path">The lock file; its folder exists.</param>
    /// <param name="waiting">Gets the waiting time so far, repeatedly.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<PullLock> AcquireAsync(string path, Action<TimeSpan> waiting, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryOpen(path) is { } file)
            {
                if (IsStillThere(path, file))
                {
                    return new PullLock(path, file);
                }

                await file.DisposeAsync().ConfigureAwait(false);
                continue;
            }

            waiting(clock.Elapsed);
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Notes the version that the partial file will belong to.</summary>
    /// <param name="validator">The version; null if the download cannot be resumed.</param>
    public void Remember(RangeConditionHeaderValue? validator)
    {
        Validator = validator;
        _file.SetLength(0);
        _file.Write(Encoding.ASCII.GetBytes(validator?.ToString() ?? ""));
        _file.Flush();
    }

    /// <summary>Releases the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Before the lock is released, because afterwards the file may belong to another one.
            if (Validator is null)
            {
                File.Delete(_path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // An empty file that stays does no harm, and an earlier error is not hidden.
        }

        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when ((error.HResult & 0xFFFF) is WouldBlock or SharingViolation)
        {
            return null;
        }
    }

    // Between opening and locking the file, the previous owner may have deleted it. Then a third process may have created and locked
    // another file of the same name, and both would hold a lock. A unique time stamp distinguishes the files.
    private static bool IsStillThere(string path, FileStream file)
    {
        var mark = DateTimeOffset.FromUnixTimeSeconds(Random.Shared.NextInt64(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        File.SetLastWriteTimeUtc(file.SafeFileHandle, mark.UtcDateTime);

        // It is not compared with the stamp itself, because file systems round times.
        return File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
    }

    private RangeConditionHeaderValue? ReadNote()
    {
        var note = new byte[MostNoteBytes];
        var count = _file.ReadAtLeast(note, note.Length, throwOnEndOfStream: false);
        return RangeConditionHeaderValue.TryParse(Encoding.ASCII.GetString(note, 0, count), out var validator) ? validator : null;
    }
}
