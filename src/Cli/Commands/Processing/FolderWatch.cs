using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace U2Video.Cli.Commands.Processing;

/// <summary>
/// Waits for files in a folder. A file is complete when it is not empty, and its size and time have been the same for a while, because a
/// program that copies or renders a file cannot be asked whether it has finished. Each is given once; a file that was removed and comes
/// back is a new one.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class FolderWatch(InputFolder folder) : IDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RescanWhileWaiting = TimeSpan.FromSeconds(0.25);

    // Network folders send no events, and events are lost where too many come at once.
    private static readonly TimeSpan Rescan = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Dictionary<string, (long Bytes, DateTime Written, long Since)> _waiting = [];
    private readonly HashSet<string> _given = [];

    /// <summary>The files that are there, and those that come, until it is cancelled.</summary>
    public async IAsyncEnumerable<string> FilesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var events = Listen();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var file in Complete())
            {
                yield return file;
            }

            await _changed.WaitAsync(_waiting.Count > 0 ? RescanWhileWaiting : Rescan, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Frees what it waits on.</summary>
    public void Dispose() => _changed.Dispose();

    private List<string> Complete()
    {
        var files = List();
        _given.IntersectWith(files);
        foreach (var gone in _waiting.Keys.Except(files).ToArray())
        {
            _waiting.Remove(gone);
        }

        var complete = files.Where(file => !_given.Contains(file) && HasSettled(file)).ToList();
        complete.ForEach(file => _waiting.Remove(file));
        _given.UnionWith(complete);
        return complete;
    }

    private IReadOnlyList<string> List()
    {
        try
        {
            return folder.Files();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder below was removed while it was listed, or the network is away. The next time tells.
            return [.. _given, .. _waiting.Keys];
        }
    }

    private bool HasSettled(string file)
    {
        var info = new FileInfo(file);
        if (!info.Exists)
        {
            return false;
        }

        var now = Stopwatch.GetTimestamp();
        if (_waiting.TryGetValue(file, out var before) && (before.Bytes, before.Written) == (info.Length, info.LastWriteTimeUtc))
        {
            return info.Length > 0 && Stopwatch.GetElapsedTime(before.Since, now) >= Settled;
        }

        _waiting[file] = (info.Length, info.LastWriteTimeUtc, now);
        return false;
    }

    private FileSystemWatcher? Listen()
    {
        var watcher = new FileSystemWatcher(folder.Root) { IncludeSubdirectories = folder.IsRecursive };
        watcher.Created += (_, _) => Wake();
        watcher.Changed += (_, _) => Wake();
        watcher.Renamed += (_, _) => Wake();
        try
        {
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            // The system has no watch left. Looking again and again is enough.
            watcher.Dispose();
            return null;
        }
    }

    private void Wake()
    {
        try
        {
            _changed.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or has ended.
        }
    }
}
