using System.Buffers.Binary;

namespace U2Video.Core.Data.Masks;

/// <summary>
/// Makes the indices of a palette picture visible: the palette's colors are replaced by grays of the same numbers, so that any decoder
/// returns the indices. Some data sets keep labels in palettes whose colors are only for viewing (Pascal VOC, DAVIS).
/// </summary>
internal static class PaletteIndices
{
    private const int PngHeader = 8;
    private const int ChunkFrame = 12;
    private const int BitDepthAt = 24;
    private const int ColorTypeAt = 25;
    private const int PaletteType = 3;
    private const int PngEntry = 3;

    private const int BmpPixelsAt = 10;
    private const int BmpHeader = 14;
    private const int BmpBitsAt = 28;
    private const int OldestBmp = 40;
    private const int BmpEntry = 4;

    /// <summary>The file with a gray palette; null if it has no palette, or one that is gray already.</summary>
    /// <param name="file">A file's bytes, which may be anything.</param>
    public static byte[]? Reveal(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']) ? OfPng(file)
        : file.StartsWith("BM"u8) ? OfBmp(file)
        : null;

    private static byte[]? OfPng(ReadOnlySpan<byte> file)
    {
        if (file.Length <= ColorTypeAt || file[ColorTypeAt] != PaletteType || file[BitDepthAt] > 8)
        {
            return null;
        }

        for (var at = PngHeader; at + ChunkFrame <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - ChunkFrame)
            {
                return null;
            }

            var whole = (int)length + ChunkFrame;
            if (file.Slice(at + 4, 4).SequenceEqual("PLTE"u8))
            {
                return IsGray(file.Slice(at + 8, (int)length), PngEntry) ? null
                    : [.. file[..at], .. GrayPalette(1 << file[BitDepthAt]), .. file[(at + whole)..]];
            }

            at += whole;
        }

        return null;
    }

    // An index beyond the palette is an error in the file, but it is still a valid number.
    private static byte[] GrayPalette(int entries)
    {
        var chunk = new byte[ChunkFrame + (entries * PngEntry)];
        BinaryPrimitives.WriteInt32BigEndian(chunk, entries * PngEntry);
        "PLTE"u8.CopyTo(chunk.AsSpan(4));
        for (var i = 0; i < entries; i++)
        {
            chunk.AsSpan(8 + (i * PngEntry), PngEntry).Fill((byte)i);
        }

        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Checksum(chunk.AsSpan(4, chunk.Length - 8)));
        return chunk;
    }

    private static byte[]? OfBmp(ReadOnlySpan<byte> file)
    {
        if (file.Length < BmpHeader + OldestBmp || BinaryPrimitives.ReadUInt16LittleEndian(file[BmpBitsAt..]) is not (> 0 and <= 8))
        {
            return null;
        }

        var header = BinaryPrimitives.ReadUInt32LittleEndian(file[BmpHeader..]);
        var pixels = BinaryPrimitives.ReadUInt32LittleEndian(file[BmpPixelsAt..]);
        if (header < OldestBmp || pixels > file.Length || header > pixels - Math.Min(pixels, BmpHeader))
        {
            return null;
        }

        var start = BmpHeader + (int)header;
        var entries = Math.Min(256, ((int)pixels - start) / BmpEntry);
        if (IsGray(file.Slice(start, entries * BmpEntry), BmpEntry))
        {
            return null;
        }

        var grays = file.ToArray();
        for (var i = 0; i < entries; i++)
        {
            grays.AsSpan(start + (i * BmpEntry), PngEntry).Fill((byte)i);
        }

        return grays;
    }

    private static bool IsGray(ReadOnlySpan<byte> palette, int entry)
    {
        for (var at = 0; at + entry <= palette.Length; at += entry)
        {
            if (palette[at] != palette[at + 1] || palette[at] != palette[at + 2])
            {
                return false;
            }
        }

        return true;
    }

    // PNG's CRC-32 (ISO 3309), which decoders check.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
