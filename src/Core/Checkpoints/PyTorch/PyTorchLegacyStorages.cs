using System.Buffers.Binary;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>The storages after the pickles of a legacy file: in the order of their keys, each a 64-bit count and the elements.</summary>
internal sealed class PyTorchLegacyStorages : IPyTorchStorages
{
    private readonly Stream _stream;
    private readonly PyTorchFaults _faults;
    private readonly Dictionary<string, (long Start, long Length)> _places = [];

    /// <summary>Finds every storage, from <paramref name="start"/> to the stream's end, and compares it with its description.</summary>
    /// <exception cref="ModelException">Keys, counts and the file's length do not agree.</exception>
    public PyTorchLegacyStorages(
        Stream stream, long start, List<object?> keys, IReadOnlyDictionary<string, PickleStorage> described, PyTorchFaults faults)
    {
        (_stream, _faults) = (stream, faults);
        var position = start;
        foreach (var key in keys)
        {
            if (key is not string name || !described.TryGetValue(name, out var storage))
            {
                throw faults.Damaged($"it has a storage {UntrustedText.Quote(key as string ?? "")} that no tensor uses");
            }

            var place = Locate(position, storage);
            if (!_places.TryAdd(name, place))
            {
                throw faults.Damaged($"it has two storages {UntrustedText.Quote(name)}");
            }

            position = place.Start + place.Length;
        }

        if (position != stream.Length)
        {
            throw faults.Damaged($"{stream.Length - position} bytes of it belong to no storage");
        }

        foreach (var name in described.Keys)
        {
            Place(name);
        }
    }

    /// <inheritdoc/>
    public long LengthOf(string key) => Place(key).Length;

    /// <inheritdoc/>
    public void Read(string key, Span<byte> destination)
    {
        _stream.Position = Place(key).Start;
        _stream.ReadExactly(destination);
    }

    private (long Start, long Length) Place(string key) => _places.TryGetValue(key, out var place)
        ? place
        : throw _faults.Damaged($"it lacks the storage {UntrustedText.Quote(key)}");

    private (long Start, long Length) Locate(long position, PickleStorage storage)
    {
        var left = _stream.Length - position - sizeof(long);
        if (left < 0)
        {
            throw _faults.Damaged($"it ends before its storage {UntrustedText.Quote(storage.Key)}");
        }

        Span<byte> bytes = stackalloc byte[sizeof(long)];
        _stream.Position = position;
        _stream.ReadExactly(bytes);
        var count = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (count != storage.Count)
        {
            throw _faults.Damaged(
                $"its storage {UntrustedText.Quote(storage.Key)} has {count} elements, not {storage.Count}");
        }

        return count <= left / storage.ElementSize
            ? (position + sizeof(long), count * storage.ElementSize)
            : throw _faults.Damaged($"it ends within its storage {UntrustedText.Quote(storage.Key)}");
    }
}
