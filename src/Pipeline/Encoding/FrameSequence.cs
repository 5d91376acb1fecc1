using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Encoding;

/// <summary>
/// A picture for each frame: a folder (<c>name/</c>) of 000001.png, 000002.png… or a pattern like <c>name-%05d.png</c>. The pictures are
/// written into a folder beside it. When all are there, that folder gets the name, or they are moved into the folder that exists.
/// </summary>
internal sealed class FrameSequence : IOutputFile
{
    private static readonly NumberedName InFolder = new("", 6, ".png");

    private static readonly PropertyName Overwrite = PropertyName.Of<ReplacedFile>("overwrite");

    private readonly string _path;
    private readonly string _folder;
    private readonly NumberedName _name;
    private readonly bool _overwrite;
    private readonly string _temporary;

    /// <summary>Makes the folder beside the final place.</summary>
    /// <exception cref="U2VideoException">The place is taken or cannot be written to.</exception>
    public FrameSequence(string path, bool overwrite)
    {
        (_path, _overwrite) = (path, overwrite);
        var isFolder = SequenceName.IsFolder(path);
        _folder = isFolder ? OutputLink.Follow(path) : Path.GetDirectoryName(Path.GetFullPath(path))!;
        _name = isFolder ? InFolder : NumberedName.Of(Path.GetFileName(path))!;
        var exists = Directory.Exists(_folder);
        if (exists && !overwrite)
        {
            CheckFree(isFolder);
        }

        var parent = exists && !isFolder ? _folder : Path.GetDirectoryName(_folder) ?? _folder;
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
    public string TemporaryPath => Path.Combine(_temporary.Replace("%", "%%", StringComparison.Ordinal), _name.ForFFmpeg);

    /// <summary>Adds a picture that exists already. It stays where it is, and takes no room twice if the file system has links.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="number">Its number in the sequence.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void Add(string path, int number) => FileLink.CreateOrCopy(path, Path.Combine(_temporary, _name.With(number)));

    /// <inheritdoc/>
    public void Commit()
    {
        try
        {
            if (!Directory.Exists(_folder))
            {
                Directory.Move(_temporary, _folder);
                return;
            }

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

    private void CheckFree(bool isFolder)
    {
        if (isFolder && Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            throw new U2VideoException($"{_path}: exists already and is not empty; give another name, or {Overwrite} to write into it.");
        }

        if (Directory.EnumerateFiles(_folder).FirstOrDefault(file => _name.NumberIn(Path.GetFileName(file)) is not null) is { } taken)
        {
            throw new U2VideoException(
                $"{_path}: {Path.GetFileName(taken)} exists already; give another name, or {Overwrite} to replace such pictures.");
        }
    }
}
