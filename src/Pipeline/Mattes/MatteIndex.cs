using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Mattes;

/// <summary>
/// NUT's index at the end of a file, for one stream in which a key frame follows each sync point. In FFmpeg's reading of the format the
/// keys at place j are those that follow sync point j − 1, and there is none at place 0; so the table has one sync point more than there
/// are frames.
/// </summary>
internal static class MatteIndex
{
    /// <summary>Bytes at the end of a file by which its index is found: the index's length and its checksum.</summary>
    public const int TailLength = sizeof(ulong) + sizeof(uint);

    /// <summary>The longest index that is read, in bytes; it has room for ten million frames and more.</summary>
    public const int Longest = 1 << 27;

    private const long LargestTime = 1L << 62;

    // Runs of places: bit 0 says that it is a run, bit 1 whether its places have keys, the rest how many there are. One place of the
    // opposite kind follows each run.
    private const long NoKeyAtFirst = (1 << 2) | 1;

    /// <summary>The index as it is written behind the last frame.</summary>
    /// <param name="entries">All frames by time; at least one.</param>
    public static byte[] ToBytes(IReadOnlyList<MatteEntry> entries)
    {
        var fields = new NutFields();
        fields.Put(entries[^1].Timestamp);
        fields.Put(entries.Count + 1);
        var last = 0L;
        foreach (var entry in entries)
        {
            var position = entry.Position / NutFormat.SyncPointUnit;
            fields.Put(position - last);
            last = position;
        }

        fields.Put(0); // one sync point more, at the same place
        fields.Put(NoKeyAtFirst);
        last = -1;
        for (var i = 0; i < entries.Count; i++)
        {
            if (i == 1)
            {
                fields.Put(RunOfKeys(entries.Count - 1));
            }

            fields.Put(entries[i].Timestamp - last);
            last = entries[i].Timestamp;
        }

        // The length of the whole packet is one of its own fields.
        var content = fields.Written.Length + TailLength;
        var length = sizeof(ulong) + NutFields.LengthOf(content) + (content > NutFormat.LongPacket ? sizeof(uint) : 0) + content;
        fields.PutUInt64((ulong)length);
        var packet = new NutFields();
        packet.PutPacket(NutFormat.IndexStart, fields);
        return packet.Written.ToArray();
    }

    /// <summary>Reads an index.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="fileLength">The length of its file in bytes.</param>
    /// <exception cref="InvalidDataException">It is damaged, or not of one stream of key frames.</exception>
    public static List<MatteEntry> Parse(ReadOnlyMemory<byte> packet, long fileLength)
    {
        var (startCode, fields) = new NutPacket(packet).ReadPacket();
        Check(startCode == NutFormat.IndexStart);
        fields.ReadUnsigned();
        var count = fields.ReadInt() - 1;
        Check(count > 0 && count <= fields.Left);
        var positions = new long[count];
        var position = 0L;
        for (var i = 0; i < count; i++)
        {
            position += fields.ReadUnsigned();
            Check(position >= 0 && position < fileLength / NutFormat.SyncPointUnit);
            positions[i] = position * NutFormat.SyncPointUnit;
        }

        Check(fields.ReadUnsigned() == 0 && fields.ReadUnsigned() == NoKeyAtFirst);
        var entries = new List<MatteEntry>(count);
        var timestamp = -1L;
        foreach (var place in positions)
        {
            Check(entries.Count != 1 || fields.ReadUnsigned() == RunOfKeys(count - 1));
            var distance = fields.ReadUnsigned();
            Check(distance > 0 && distance < LargestTime);
            timestamp += distance;
            Check(timestamp < LargestTime);
            entries.Add(new MatteEntry(timestamp, place));
        }

        return entries;
    }

    private static long RunOfKeys(int count) => ((long)count << 2) | 3;

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidDataException("The index is not that of a matte.");
        }
    }
}
