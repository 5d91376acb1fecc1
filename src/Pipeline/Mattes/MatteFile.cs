using Microsoft.Win32.SafeHandles;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;

namespace U2Video.Pipeline.Mattes;

/// <summary>
/// The masks of an input in a matte file, and those that a run adds. New masks go to a file beside it, <c>NAME.part</c>, in the order in
/// which they come. <see cref="Commit"/> unites both. A run that is killed leaves its part, and the next run continues it.
/// </summary>
/// <remarks>Not for several threads at once. The part is locked, so that two runs cannot write it.</remarks>
internal sealed class MatteFile : IDisposable
{
    /// <summary>What the name of an unfinished file ends with.</summary>
    public const string PartialSuffix = ".part";

    private readonly string _name;
    private readonly string _path;
    private readonly MatteKey _key;
    private readonly bool _readsOnly;
    private readonly Dictionary<long, (MatteStorage Storage, MatteEntry Entry)> _known = [];
    private MatteStorage? _finished;
    private SafeFileHandle? _partial;
    private MatteWriter? _writer;

    private MatteFile(string name, MatteKey key, bool readsOnly) =>
        (_name, _path, _key, _readsOnly) = (name, OutputLink.Follow(name), key, readsOnly);

    /// <summary>What is known of the network: what the file says, or what was found when it was loaded because there is no file.</summary>
    public PredictorFacts? Facts { get; set; }

    private string PartialName => _name + PartialSuffix;

    private string PartialPath => _path + PartialSuffix;

    /// <summary>Opens what there is of a matte file.</summary>
    /// <param name="path">Its name; the file need not exist.</param>
    /// <param name="key">What its masks have to be made of.</param>
    /// <param name="readsOnly">Whether masks that are added are not stored, because other runs use the file at the same time.</param>
    /// <exception cref="InputException">It is not a matte, is damaged, or is one of something else.</exception>
    /// <exception cref="U2VideoException">It cannot be written there, or another run writes it.</exception>
    public static MatteFile Open(string path, MatteKey key, bool readsOnly = false)
    {
        var matte = new MatteFile(path, key, readsOnly);
        try
        {
            matte.CheckPlace();
            if (File.Exists(matte._path))
            {
                matte._finished = MatteStorage.Open(path, matte._path);
                matte.Take(matte._finished);
            }

            if (!readsOnly && File.Exists(matte.PartialPath))
            {
                matte.OpenPartial();
            }

            return matte;
        }
        catch
        {
            matte.Dispose();
            throw;
        }
    }

    /// <summary>Reads the mask of a frame; null where the file lacks it.</summary>
    /// <param name="timestamp">The frame's time stamp, which counts from the beginning of the range.</param>
    /// <exception cref="InputException">The file is damaged there.</exception>
    public StoredMask? TryRead(long timestamp)
    {
        if (!_known.TryGetValue(timestamp + _key.RangeStart, out var place))
        {
            return null;
        }

        var frame = place.Storage.Find(place.Entry);
        return new StoredMask(place.Storage.ReadMask(frame), frame.IsInferred);
    }

    /// <summary>Stores the mask of a frame, which stays the caller's.</summary>
    /// <param name="timestamp">The frame's time stamp, which counts from the beginning of the range.</param>
    /// <param name="mask">The mask, rounded.</param>
    /// <param name="isInferred">Whether it is the network's own for this frame.</param>
    /// <exception cref="U2VideoException">It cannot be written.</exception>
    public void Add(long timestamp, Mask mask, bool isInferred)
    {
        if (_readsOnly)
        {
            return;
        }

        _partial ??= OpenPartialFile();
        _writer ??= MatteWriter.Begin(PartialName, _partial, _key.Header(mask.Width, mask.Height, Facts!));
        _writer.Add(timestamp + _key.RangeStart, MaskPicture.Encode(mask), isInferred);
    }

    /// <summary>Brings what was added under the file's own name.</summary>
    /// <exception cref="U2VideoException">It cannot be written.</exception>
    public void Commit()
    {
        if (_partial is null || _writer is null)
        {
            return;
        }

        if (_finished is null && _writer.IsOrdered)
        {
            _writer.Finish();
            Move();
        }
        else
        {
            Unite();
            File.Delete(PartialPath);
        }

        _writer = null;
    }

    /// <summary>Closes the files. What was not committed stays beside the file for the next run.</summary>
    public void Dispose()
    {
        _finished?.Dispose();
        if (_partial is not null)
        {
            if (_writer is { Entries.Count: 0 })
            {
                File.Delete(PartialPath);
            }

            _partial.Dispose();
        }
    }

    private void CheckPlace()
    {
        if (Directory.Exists(_path) || !Directory.Exists(Path.GetDirectoryName(_path)))
        {
            throw new U2VideoException(
                $"{_name}: cannot be written: {(Directory.Exists(_path) ? "it is a folder" : "its folder does not exist")}.");
        }

        if (FileStatus.Of(_path)?.Kind is { } kind and not FileKind.Regular)
        {
            throw new U2VideoException($"{_name}: cannot be a matte: it is a {kind.ToString().ToLowerInvariant()}, not a file.");
        }
    }

    private void OpenPartial()
    {
        _partial = OpenPartialFile();
        if (MatteStorage.OpenPartial(PartialName, _partial) is { } whole)
        {
            Take(whole);
            _writer = MatteWriter.Continue(whole, _partial);
        }
    }

    private void Take(MatteStorage storage)
    {
        _key.Check(storage.Name, storage.Header);
        Facts ??= _key.Facts(storage.Header);
        foreach (var entry in storage.Entries)
        {
            _known[entry.Timestamp] = (storage, entry);
        }
    }

    private SafeFileHandle OpenPartialFile()
    {
        try
        {
            return File.OpenHandle(PartialPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(PartialPath))
        {
            throw new U2VideoException($"{_name}: is being written by another run; wait for its end, or give another name.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{PartialName}: cannot be written ({error.Message}).", error);
        }
    }

    private void Move()
    {
        try
        {
            File.Move(PartialPath, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{_name}: could not be put in place ({error.Message}).", error);
        }
    }

    // In order of time. Where both files have a frame, the newer mask stays.
    private void Unite()
    {
        var added = MatteStorage.OpenPartial(PartialName, _partial!)!;
        var all = new SortedDictionary<long, (MatteStorage Storage, MatteEntry Entry)>();
        foreach (var storage in new[] { _finished, added }.OfType<MatteStorage>())
        {
            foreach (var entry in storage.Entries)
            {
                all[entry.Timestamp] = (storage, entry);
            }
        }

        using var united = new ReplacedFile(_path);
        using (var file = File.OpenHandle(united.TemporaryPath, FileMode.Create, FileAccess.ReadWrite))
        {
            var writer = MatteWriter.Begin(_name, file, added.Header);
            foreach (var (storage, entry) in all.Values)
            {
                var frame = storage.Find(entry);
                writer.Add(frame.Timestamp, storage.ReadPicture(frame), frame.IsInferred);
            }

            writer.Finish();
        }

        united.Commit();
    }
}
