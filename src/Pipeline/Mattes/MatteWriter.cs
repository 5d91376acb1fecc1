using Microsoft.Win32.SafeHandles;
using U2Video.Core.Errors;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Mattes;

/// <summary>Writes a matte file frame by frame. Whatever was written is readable, also without the index that comes at the end.</summary>
internal sealed class MatteWriter
{
    private readonly string _name;
    private readonly SafeFileHandle _file;
    private readonly List<MatteEntry> _entries;
    private readonly NutFields _header = new();
    private long _position;

    private MatteWriter(string name, SafeFileHandle file, IEnumerable<MatteEntry> entries, long position) =>
        (_name, _file, _entries, _position) = (name, file, [.. entries], position);

    /// <summary>The frames, in their order in the file.</summary>
    public IReadOnlyList<MatteEntry> Entries => _entries;

    /// <summary>Whether each frame is later than the one before it.</summary>
    public bool IsOrdered => _entries.Zip(_entries.Skip(1)).All(pair => pair.First.Timestamp < pair.Second.Timestamp);

    /// <summary>Begins a file; what was in it is lost.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <param name="file">The file; it stays the caller's.</param>
    /// <param name="header">What stands at its beginning.</param>
    /// <exception cref="U2VideoException">It cannot be written.</exception>
    public static MatteWriter Begin(string name, SafeFileHandle file, MatteHeader header)
    {
        var writer = new MatteWriter(name, file, [], 0);
        RandomAccess.SetLength(file, 0);
        writer.Write(header.ToBytes().AsMemory());
        return writer;
    }

    /// <summary>Continues a file behind its last whole frame.</summary>
    /// <param name="whole">What is whole of it.</param>
    /// <param name="file">The file; it stays the caller's.</param>
    public static MatteWriter Continue(MatteStorage whole, SafeFileHandle file)
    {
        RandomAccess.SetLength(file, whole.End);
        return new MatteWriter(whole.Name, file, whole.Entries, whole.End);
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="timestamp">When it is shown, in ticks after the clip's beginning.</param>
    /// <param name="picture">Its mask as a PNG.</param>
    /// <param name="isInferred">Whether the mask is the network's own for this frame.</param>
    /// <exception cref="U2VideoException">It cannot be written.</exception>
    public void Add(long timestamp, ReadOnlyMemory<byte> picture, bool isInferred)
    {
        var sinceLast = _entries.Count > 0 ? _position - _entries[^1].Position : 0;
        _header.Clear();
        NutHeaders.PutFrame(_header, timestamp, picture.Length, sinceLast, isInferred ? (byte)0 : MatteFrame.ReusedCode);
        var entry = new MatteEntry(timestamp, _position);
        Write(_header.Written, picture);
        _entries.Add(entry);
    }

    /// <summary>Adds the index, which lets players seek and readers start at once. The frames are in order and at least one.</summary>
    /// <exception cref="U2VideoException">It cannot be written.</exception>
    public void Finish() => Write(MatteIndex.ToBytes(_entries).AsMemory());

    private void Write(params IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        try
        {
            RandomAccess.Write(_file, parts, _position);
            _position += parts.Sum(part => (long)part.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{_name}: cannot be written ({error.Message}).", error);
        }
    }
}
