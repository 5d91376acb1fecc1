using U2Video.Core.Errors;

namespace U2Video.Core.Files;

/// <summary>
/// A file that appears under its name complete or not at all: it is written under a temporary name and renamed at the end. If it is
/// disposed without <see cref="Commit"/>, nothing is left. A name that is a symbolic link stands for the link's target. Something that is
/// not a file but can be written to (a pipe, <c>/dev/stdout</c>) gets everything at the end.
/// </summary>
/// <remarks>Not for several threads at once.</remarks>
internal sealed class ReplacedFile : IDisposable
{
    private static readonly PropertyName Overwrite = PropertyName.Of<ReplacedFile>("overwrite");

    private readonly string _path;
    private readonly bool _overwrite;
    private readonly bool _isStream;
    private bool _committed;

    /// <summary>Chooses the temporary name; nothing is written yet.</summary>
    /// <param name="path">The final name.</param>
    /// <param name="overwrite">Whether <see cref="Commit"/> may replace an existing file.</param>
    /// <exception cref="U2VideoException">
    /// The folder is missing or cannot be written to, the name is taken, or it is a link to another user's file.
    /// </exception>
    public ReplacedFile(string path, bool overwrite = true)
    {
        _overwrite = overwrite;
        _isStream = StreamingFile.Is(path);
        if (_isStream)
        {
            _path = path;
            TemporaryPath = TemporaryFiles.NewPath();
            ProveThatItCanBeWritten(path);
            return;
        }

        _path = OutputLink.Follow(path);
        var folder = Path.GetDirectoryName(_path);
        if (folder is null || !Directory.Exists(folder) || Directory.Exists(_path))
        {
            throw new U2VideoException(
                $"{path}: cannot be written: {(Directory.Exists(_path) ? "it is a folder" : "its folder does not exist")}.");
        }

        if (FileStatus.Of(_path)?.Kind is { } kind and not FileKind.Regular)
        {
            throw new U2VideoException($"{path}: cannot be written: it is a {kind.ToString().ToLowerInvariant()}, not a file.");
        }

        if (!overwrite && File.Exists(_path))
        {
            throw new U2VideoException($"{path}: exists already; give another name, or {Overwrite} to replace it.");
        }

        // With the given name, because its extension may tell the format.
        TemporaryPath = PartialName.Beside(Path.Combine(folder, Path.GetFileName(path)));
        ProveThatItCanBeWritten(path);
    }

    /// <summary>Where to write.</summary>
    public string TemporaryPath { get; }

    /// <summary>Gives the written file its name.</summary>
    /// <exception cref="U2VideoException">Another file took the name meanwhile, or the rename failed.</exception>
    public void Commit()
    {
        if (_isStream)
        {
            Copy();
            return;
        }

        try
        {
            File.Move(TemporaryPath, _path, _overwrite);
            _committed = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{_path}: could not be put in place ({error.Message}).", error);
        }
    }

    /// <summary>Removes what was written, unless it was committed.</summary>
    public void Dispose()
    {
        if (_committed)
        {
            return;
        }

        try
        {
            File.Delete(TemporaryPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or cannot be accessed any more; the failure before this one reports that.
        }
    }

    private void Copy()
    {
        try
        {
            using var target = StreamingFile.Open(_path);
            using var written = File.OpenRead(TemporaryPath);
            written.CopyTo(target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StreamingFile.Explain(_path, error);
        }
    }

    private void ProveThatItCanBeWritten(string path)
    {
        try
        {
            File.Create(TemporaryPath).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{path}: cannot be written ({error.Message}).", error);
        }
    }
}
