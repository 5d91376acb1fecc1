using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace U2Video.Core.Models.Registry;

/// <summary>
/// Lets one pull of a file run at a time, in this process or another: a file that is held open exclusively. It also remembers, from
/// one pull to the next, which version on the server the partial file is a part of; where there is nothing to remember, it is deleted.
/// </summary>
internal sealed class PullLock : IAsyncDisposable
{
    // The errors of the system for a file that another holds: EWOULDBLOCK on Linux, ERROR_SHARING_VIOLATION on Windows.
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

    /// <summary>What tells the partial file's version from others on the server (an ETag or a date); null where unknown.</summary>
    public RangeConditionHeaderValue? Validator { get; private set; }

    /// <summary>Takes the lock, and waits for whoever has it.</summary>
    /// <param name="path">The lock file; its folder exists.</param>
    /// <param name="waiting">Told again and again how long the wait is already.</param>
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

    /// <summary>Notes what the partial file will be a part of.</summary>
    /// <param name="validator">Null: it cannot be gone on with.</param>
    public void Remember(RangeConditionHeaderValue? validator)
    {
        Validator = validator;
        _file.SetLength(0);
        _file.Write(Encoding.ASCII.GetBytes(validator?.ToString() ?? ""));
        _file.Flush();
    }

    /// <summary>Lets the next one in.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Before it is let go: afterwards it may be another's.
            if (Validator is null)
            {
                File.Delete(_path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // An empty file that stays does no harm, and hides no error that is on its way.
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

    // Between our opening the file and our locking it, the one before may have deleted it. Then a third may have made and locked
    // another of the same name, and both would believe to be alone. A time that nobody else would choose tells one file from another.
    private static bool IsStillThere(string path, FileStream file)
    {
        var mark = DateTimeOffset.FromUnixTimeSeconds(Random.Shared.NextInt64(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        File.SetLastWriteTimeUtc(file.SafeFileHandle, mark.UtcDateTime);

        // Not compared with the mark itself: file systems round.
        return File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
    }

    private RangeConditionHeaderValue? ReadNote()
    {
        var note = new byte[MostNoteBytes];
        var count = _file.ReadAtLeast(note, note.Length, throwOnEndOfStream: false);
        return RangeConditionHeaderValue.TryParse(Encoding.ASCII.GetString(note, 0, count), out var validator) ? validator : null;
    }
}
