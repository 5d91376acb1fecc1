using U2Video.Core.Errors;
using U2Video.Core.Files;

namespace U2Video.Cli.Commands;

/// <summary>
/// The files that a command is asked to leave: claimed before the work begins, so that it is not in vain, and put in place together
/// when all are written.
/// </summary>
/// <param name="overwrite">Whether they may replace others.</param>
internal sealed class OutputFiles(bool overwrite) : IDisposable
{
    private readonly Dictionary<string, ReplacedFile> _claimed = [];

    /// <summary>Claims a name.</summary>
    /// <exception cref="U2VideoException">No new file can have this name, or it is claimed already.</exception>
    public void Claim(string path)
    {
        if (_claimed.Keys.Any(other => Path.GetFullPath(other) == Path.GetFullPath(path) || AreSameStream(other, path)))
        {
            throw new UsageException($"{path}: is named for two outputs; give each a name of its own.");
        }

        _claimed.Add(path, new ReplacedFile(path, overwrite));
    }

    private static bool AreSameStream(string one, string other) =>
        StreamingFile.IdentityOf(one) is { } identity && identity == StreamingFile.IdentityOf(other)
        && (StreamingFile.Is(one) || StreamingFile.Is(other));

    /// <summary>Writes a claimed file.</summary>
    /// <exception cref="U2VideoException">The disk does not take it.</exception>
    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllBytesAsync(_claimed[path].TemporaryPath, content, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{path}: cannot be written ({error.Message}).", error);
        }
    }

    /// <summary>Gives all files their names.</summary>
    public void Commit()
    {
        foreach (var file in _claimed.Values)
        {
            file.Commit();
        }
    }

    /// <summary>Removes what was not committed.</summary>
    public void Dispose()
    {
        foreach (var file in _claimed.Values)
        {
            file.Dispose();
        }
    }
}
