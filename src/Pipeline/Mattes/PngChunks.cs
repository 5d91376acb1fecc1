using System.Buffers.Binary;

namespace U2Video.Pipeline.Mattes;

/// <summary>Checks a PNG before a decoder sees it (PNG specification, sections 5 and 11.2).</summary>
internal static class PngChunks
{
    private const int ChunkFrame = 12;
    private const int HeaderLength = 13;

    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];

    // Sixteen bits of gray, not interlaced.
    private static readonly byte[] Kind = [16, 0, 0, 0, 0];

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Whether all chunks are there and undamaged, and their header says gray of sixteen bits in this size.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> file, int width, int height)
    {
        if (!file.StartsWith(Signature))
        {
            return false;
        }

        var rest = file[Signature.Length..];
        for (var isFirst = true; rest.Length >= ChunkFrame; isFirst = false)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkFrame)
            {
                return false;
            }

            var (data, end) = ((int)length, (int)length + ChunkFrame);
            var crc = BinaryPrimitives.ReadUInt32BigEndian(rest[(end - sizeof(uint))..]);
            if (Crc(rest[4..(8 + data)]) != crc || (isFirst && !IsHeader(rest[4..(8 + data)], width, height)))
            {
                return false;
            }

            if (rest[4..8].SequenceEqual("IEND"u8))
            {
                return rest.Length == end;
            }

            rest = rest[end..];
        }

        return false;
    }

    private static bool IsHeader(ReadOnlySpan<byte> chunk, int width, int height) =>
        chunk.Length == 4 + HeaderLength
        && chunk.StartsWith("IHDR"u8)
        && BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]) == width
        && BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]) == height
        && chunk[12..].SequenceEqual(Kind);

    // CRC-32 by 0xEDB88320, least significant bit first, inverted before and after.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB8_8320);
            }

            table[i] = crc;
        }

        return table;
    }
}
