using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline.Formats;

namespace U2Video.Pipeline.Encoding;

/// <summary>
/// A picture for each frame: a folder (<c>name/</c>) of 000001.png, 000002.png… or a pattern like <c>name-%05d.png</c>. The pictures are
/// written into a folder beside it, and moved when all are there.
/// </summary>
internal sealed class FrameSequence : IOutputFile
{
    private const string FolderPattern = "%06d.png";

    private static readonly PropertyName Overwrite = PropertyName.Of<ReplacedFile>("overwrite");

    private readonly string _path;
    private readonly string _folder;
    private readonly bool _overwrite;
    private readonly string _temporary;

    /// <summary>Makes the folder beside the final place.</summary>
    /// <exception cref="U2VideoException">The place is taken or cannot be written to.</exception>
    public FrameSequence(string path, bool overwrite)
    {
        (_path, _overwrite) = (path, overwrite);
        _folder = SequenceName.IsFolder(path) ? OutputLink.Follow(path) : Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!overwrite && SequenceName.IsFolder(path) && Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            throw new U2VideoException($"{path}: exists already and is not empty; give another name, or {Overwrite} to write into it.");
        }

        var parent = SequenceName.IsFolder(path) ? Path.GetDirectoryName(_folder)! : _folder;
        if (!Directory.Exists(parent) || File.Exists(_folder))
        {
            throw new U2VideoException(
                $"{path}: cannot be written: {(File.Exists(_folder) ? "there is a file of that name" : $"{parent} does not exist")}.");
        }

        _temporary = PartialName.Beside(Path.Combine(parent, Path.GetFileName(_folder)));
        try
        {
            Directory.CreateDirectory(_temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{path}: cannot be written ({error.Message}).", error);
        }
    }

    /// <inheritdoc/>
    public string TemporaryPath => Path.Combine(
        _temporary.Replace("%", "%%", StringComparison.Ordinal), SequenceName.IsFolder(_path) ? FolderPattern : Path.GetFileName(_path));

    /// <inheritdoc/>
    public void Commit()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            foreach (var file in Directory.EnumerateFiles(_temporary))
            {
                File.Move(file, OutputLink.Follow(Path.Combine(_folder, Path.GetFileName(file))), _overwrite);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{_path}: could not be put in place ({error.Message}).", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }
}
