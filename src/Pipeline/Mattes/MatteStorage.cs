using Microsoft.Win32.SafeHandles;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Mattes;

/// <summary>A file in the format of mattes, complete or not: its header, and where its frames lie.</summary>
/// <remarks>Several threads may read frames at once.</remarks>
internal sealed class MatteStorage : IDisposable
{
    private readonly SafeFileHandle _file;

    private MatteStorage(string name, SafeFileHandle file, MatteHeader header, List<MatteEntry> entries, long end) =>
        (Name, _file, Header, Entries, End) = (name, file, header, entries, end);

    /// <summary>What the user calls it.</summary>
    public string Name { get; }

    /// <summary>Its header.</summary>
    public MatteHeader Header { get; }

    /// <summary>Its frames, in their order in the file.</summary>
    public IReadOnlyList<MatteEntry> Entries { get; }

    /// <summary>Where its last whole frame ends, in bytes; more than that only where the file was not read to there.</summary>
    public long End { get; private set; }

    /// <summary>Opens a complete file: by its index, or frame by frame where that was cut off.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <param name="path">Where it is; null for its name.</param>
    /// <exception cref="InputException">It cannot be read, is not a matte, or is damaged.</exception>
    public static MatteStorage Open(string name, string? path = null)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path ?? name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(name, file, isPartial: false) ?? throw Damaged(name);
        }
        catch (Exception error)
        {
            file?.Dispose();
            throw error is IOException or UnauthorizedAccessException
                ? new InputException($"{name}: cannot be read ({error.Message}).", error)
                : error;
        }
    }

    /// <summary>Reads what is whole of a file that was not finished.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <param name="file">The file; this takes it over if it has a header.</param>
    /// <returns>Null where it ends within its header.</returns>
    /// <exception cref="InputException">It is not a matte.</exception>
    public static MatteStorage? OpenPartial(string name, SafeFileHandle file) => Read(name, file, isPartial: true);

    /// <summary>The header of a frame.</summary>
    /// <exception cref="InputException">The file is damaged there.</exception>
    public MatteFrame Find(MatteEntry entry)
    {
        var bytes = new byte[MatteFrame.LongestHeader];
        var count = RandomAccess.Read(_file, bytes, entry.Position);
        return MatteFrame.TryParse(bytes.AsMemory(0, count), entry.Position, NutFormat.SyncPointUnit - 1) is { } frame
            && frame.Timestamp == entry.Timestamp
                ? frame
                : throw Damaged(Name);
    }

    /// <summary>The picture of a frame, as it is stored.</summary>
    /// <exception cref="InputException">The file is damaged there.</exception>
    public byte[] ReadPicture(MatteFrame frame)
    {
        if (frame.Size > RandomAccess.GetLength(_file) - frame.Data)
        {
            throw Damaged(Name);
        }

        var picture = new byte[frame.Size];
        for (var done = 0; done < picture.Length;)
        {
            var count = RandomAccess.Read(_file, picture.AsSpan(done), frame.Data + done);
            done += count > 0 ? count : throw Damaged(Name);
        }

        return picture;
    }

    /// <summary>The mask of a frame; the caller owns it.</summary>
    /// <exception cref="InputException">The file is damaged there.</exception>
    public Mask ReadMask(MatteFrame frame) =>
        MaskPicture.TryDecode(ReadPicture(frame), Header.Width, Header.Height) ?? throw Damaged(Name);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static MatteStorage? Read(string name, SafeFileHandle file, bool isPartial)
    {
        var length = RandomAccess.GetLength(file);
        var beginning = new byte[Math.Min(length, MatteHeader.Longest)];
        var read = RandomAccess.Read(file, beginning, 0);
        if (isPartial && read == 0)
        {
            return null;
        }

        (MatteHeader Header, int Length) header;
        try
        {
            header = MatteHeader.Parse(beginning.AsMemory(0, read));
        }
        catch (InvalidDataException error)
        {
            throw new InputException(
                $"{name}: is not a matte file, or its beginning is damaged; delete it, or give another name.", error);
        }

        if (!isPartial && ReadIndex(file, length) is { } index)
        {
            return new MatteStorage(name, file, header.Header, index, length);
        }

        var entries = new List<MatteEntry>();
        var storage = new MatteStorage(name, file, header.Header, entries, header.Length);
        storage.Scan(entries, checksPictures: isPartial);
        return isPartial || storage.IsCutOff() ? storage : throw Damaged(name);
    }

    private static List<MatteEntry>? ReadIndex(SafeFileHandle file, long length)
    {
        var tail = new byte[MatteIndex.TailLength];
        if (length < tail.Length || RandomAccess.Read(file, tail, length - tail.Length) < tail.Length)
        {
            return null;
        }

        var size = (long)new NutPacket(tail).ReadUInt64();
        if (size < tail.Length || size > length || size > MatteIndex.Longest)
        {
            return null;
        }

        try
        {
            var packet = new byte[size];
            RandomAccess.Read(file, packet, length - size);
            return MatteIndex.Parse(packet, length);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // The end of a file that was not finished may be anything, if the machine lost its power.
    private void Scan(List<MatteEntry> entries, bool checksPictures)
    {
        var (bytes, length) = (new byte[MatteFrame.LongestHeader], RandomAccess.GetLength(_file));
        while (true)
        {
            var count = RandomAccess.Read(_file, bytes, End);
            if (MatteFrame.TryParse(bytes.AsMemory(0, count), End, largestGap: 0) is not { } frame || frame.End > length
                || (checksPictures && !PngChunks.AreWhole(ReadPicture(frame), Header.Width, Header.Height)))
            {
                return;
            }

            entries.Add(new MatteEntry(frame.Timestamp, frame.Start));
            End = frame.End;
        }
    }

    // Whether the file only breaks off behind its last whole frame: within the next one, or within the index.
    private bool IsCutOff()
    {
        var bytes = new byte[MatteFrame.LongestHeader];
        var rest = bytes.AsMemory(0, RandomAccess.Read(_file, bytes, End));
        return rest.Length < bytes.Length
            || (MatteFrame.TryParse(rest, End, largestGap: 0) is { } frame && frame.End > RandomAccess.GetLength(_file))
            || new NutPacket(rest).ReadUInt64() == NutFormat.IndexStart;
    }

    private static InputException Damaged(string name) => new($"{name}: is damaged; delete it, or give another name.");
}
