using System.Collections.ObjectModel;
using System.IO.Compression;
using System.Text;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>The zip that torch.save writes: PREFIX/data.pkl, and each storage's bytes in PREFIX/data/KEY.</summary>
internal sealed class PyTorchArchive : IPyTorchStorages, IDisposable
{
    private const int MaximumEntries = 1 << 16;
    private const int MaximumByteOrderBytes = 16;
    private const string PickleName = "/data.pkl";

    /// <summary>A compressed entry that claims more was forged: DEFLATE cannot do better.</summary>
    private const long MaximumCompression = 1032;

    private readonly PyTorchFaults _faults;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];
    private readonly string _prefix;

    /// <exception cref="ModelException">The stream is no zip, or not one of torch.save's.</exception>
    public PyTorchArchive(Stream stream, PyTorchFaults faults)
    {
        _faults = faults;
        if (Guarded(() => ZipDirectory.HasMoreEntries(stream, MaximumEntries)))
        {
            throw faults.Damaged($"it has more than {MaximumEntries} entries, which no U²-Net has");
        }

        _zip = Guarded(() => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        try
        {
            Index(Guarded(() => _zip.Entries));
            _prefix = FindPrefix();
            CheckByteOrder();
        }
        catch
        {
            _zip.Dispose();
            throw;
        }
    }

    public void Dispose() => _zip.Dispose();

    /// <summary>The pickle, which is read as a whole.</summary>
    /// <exception cref="ModelException">It is too large or cannot be read.</exception>
    public byte[] ReadPickle(int maximumLength) => ReadSmall(_prefix + PickleName, maximumLength);

    /// <summary>The entries that describe the model in a file of ours; none in other files.</summary>
    /// <exception cref="ModelException">It is too large or malformed.</exception>
    public IReadOnlyDictionary<string, string> ReadDescription()
    {
        var name = $"{_prefix}/{PyTorchDescription.EntryName}";
        return _entries.ContainsKey(name)
            ? PyTorchDescription.Parse(ReadSmall(name, PyTorchDescription.MaximumBytes), _faults)
            : new Dictionary<string, string>();
    }

    /// <inheritdoc/>
    public long LengthOf(string key) => Find(StorageName(key)).Length;

    /// <inheritdoc/>
    public void Read(string key, Span<byte> destination) => Read(Find(StorageName(key)), destination);

    private string StorageName(string key) => $"{_prefix}/data/{key}";

    private void Index(ReadOnlyCollection<ZipArchiveEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw _faults.Damaged($"it has two entries {UntrustedText.Quote(entry.FullName)}");
            }
        }
    }

    private string FindPrefix()
    {
        var pickles = _entries.Keys.Where(name => name.EndsWith(PickleName, StringComparison.Ordinal)).ToList();
        if (pickles.Count != 1)
        {
            throw _faults.Damaged($"it is a zip with {pickles.Count} data.pkl, and torch.save writes one");
        }

        var prefix = pickles[0][..^PickleName.Length];
        return _entries.ContainsKey(prefix + "/constants.pkl")
            ? throw _faults.Unreadable("is a TorchScript program, not weights; save the model's state_dict() with torch.save")
            : prefix;
    }

    private void CheckByteOrder()
    {
        var name = _prefix + "/byteorder";
        var order = _entries.ContainsKey(name) ? Encoding.UTF8.GetString(ReadSmall(name, MaximumByteOrderBytes)) : "little";
        if (order != "little")
        {
            throw _faults.Damaged($"its byte order is {UntrustedText.Quote(order)}, and only 'little' is supported");
        }
    }

    private ZipArchiveEntry Find(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            throw _faults.Damaged($"it lacks the entry {UntrustedText.Quote(name)}");
        }

        if (entry.IsEncrypted)
        {
            throw _faults.Damaged($"its entry {UntrustedText.Quote(name)} is encrypted");
        }

        return entry.Length / MaximumCompression <= entry.CompressedLength
            ? entry
            : throw _faults.Damaged(
                $"its entry {UntrustedText.Quote(name)} claims {entry.Length} bytes, packed in {entry.CompressedLength}");
    }

    private byte[] ReadSmall(string name, int maximumLength)
    {
        var entry = Find(name);
        if (entry.Length > maximumLength)
        {
            throw _faults.Damaged($"its entry {UntrustedText.Quote(name)} has {entry.Length} bytes, more than {maximumLength}");
        }

        var bytes = new byte[entry.Length];
        Read(entry, bytes);
        return bytes;
    }

    private void Read(ZipArchiveEntry entry, Span<byte> destination)
    {
        try
        {
            using var stream = entry.Open();
            stream.ReadExactly(destination);
        }
        catch (Exception error) when (IsZipFault(error))
        {
            throw BrokenZip(error);
        }
    }

    private T Guarded<T>(Func<T> readZip)
    {
        try
        {
            return readZip();
        }
        catch (Exception error) when (IsZipFault(error))
        {
            throw BrokenZip(error);
        }
    }

    /// <summary>What a zip that contradicts itself makes the framework throw.</summary>
    private static bool IsZipFault(Exception error) =>
        error is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException;

    private ModelException BrokenZip(Exception error) => _faults.Damaged($"its zip is broken ({error.Message.TrimEnd('.')})", error);
}
