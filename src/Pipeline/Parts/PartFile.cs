using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline.Encoding;

namespace U2Video.Pipeline.Parts;

/// <summary>
/// A part's file, or its folder of pictures. It gets a name of its own, and then the manifest that names it is put in place. Where another
/// run was faster with the same part, that one stays.
/// </summary>
internal sealed class PartFile : IOutputFile
{
    private readonly PartFolder _folder;
    private readonly PartKey _key;
    private readonly ClipPart _part;
    private readonly PartWindow _window;
    private readonly string _name;
    private readonly string _written;

    /// <summary>Chooses the names.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="key">What it is made of.</param>
    /// <param name="part">Which part it is.</param>
    /// <param name="window">Counts the part's frames.</param>
    /// <param name="extension">The extension of its file, or of its pictures.</param>
    /// <exception cref="U2VideoException">It cannot be written.</exception>
    public PartFile(PartFolder folder, PartKey key, ClipPart part, PartWindow window, string extension)
    {
        (_folder, _key, _part, _window) = (folder, key, part, window);
        var isFolder = key.Joining.Storage == PartStorage.Pictures;
        _name = $"{part.FileName}.{Guid.NewGuid().ToString("N")[..8]}{(isFolder ? "" : extension)}";
        _written = PartialName.Beside(folder.At(_name));
        TemporaryPath = isFolder ? Path.Combine(_written.Replace("%", "%%", StringComparison.Ordinal), "%09d" + extension) : _written;
        try
        {
            if (isFolder)
            {
                Directory.CreateDirectory(_written);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{folder.Name}: cannot be written ({error.Message}).", error);
        }
    }

    /// <inheritdoc/>
    public string TemporaryPath { get; }

    /// <inheritdoc/>
    public void Commit()
    {
        try
        {
            Store();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{_folder.Name}: part {_part} could not be put in place ({error.Message}).", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            PartFolder.Delete(_written);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or cannot be accessed any more; the failure before this one reports that.
        }
    }

    // After a power failure a name may be there without what was written. Pictures are counted when they are joined.
    private static void Flush(string path)
    {
        if (File.Exists(path))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }
    }

    private void Store()
    {
        var (bytes, place) = (PartFolder.SizeOf(_written), _folder.At(_name));
        if (_window.Count > 0)
        {
            Directory.Move(_written, place);
            Flush(place);
        }

        var content = new PartContent(_window.Count, _window.First, _window.Last, _window.Count > 0 ? _name : null, bytes);
        var manifest = _folder.ManifestPath(_part);
        var text = PartialName.Beside(manifest);
        File.WriteAllText(text, new PartManifest(_key, _part.Number, content).ToJson());
        Flush(text);
        try
        {
            File.Move(text, manifest, overwrite: false);
        }
        catch (IOException) when (File.Exists(manifest))
        {
            File.Delete(text);
            PartFolder.Delete(place);
        }
    }
}
