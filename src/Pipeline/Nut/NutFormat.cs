using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Nut;

/// <summary>Constants of NUT, FFmpeg's own container (specification: nut.txt of the NUT project), as far as raw video needs it.</summary>
internal static class NutFormat
{
    public const ulong MainStart = 0x4E4D_7A56_1F5F_04AD;
    public const ulong StreamStart = 0x4E53_1140_5BF2_F9DB;
    public const ulong SyncPointStart = 0x4E4B_E4AD_EECA_4569;
    public const ulong IndexStart = 0x4E58_DD67_2F23_E64E;
    public const ulong InfoStart = 0x4E49_AB68_B596_BA78;

    /// <summary>Every start code begins with this byte; no frame code is it.</summary>
    public const byte StartCodeByte = (byte)'N';

    /// <summary>A packet longer than this has a checksum of its own over its start code and length.</summary>
    public const int LongPacket = 4096;

    public const int VideoClass = 0;

    /// <summary>Positions of sync points are stored in this unit of bytes.</summary>
    public const int SyncPointUnit = 16;

    /// <summary>Stands at the start of every file.</summary>
    public static readonly byte[] FileId = [.. "nut/multimedia container\0"u8];

    // The codes that FFmpeg's muxer writes: letters and a number of bits.
    private static readonly (PixelLayout Layout, byte[] FourCC)[] Layouts =
    [
        (PixelLayout.Rgb24, [.. "RGB"u8, 24]),
        (PixelLayout.Rgba32, [.. "RGBA"u8]),
        (PixelLayout.Gray8, [.. "Y800"u8]),
        (PixelLayout.Rgb48, [.. "RGB"u8, 48]),
        (PixelLayout.Rgba64, [.. "RBA"u8, 64]),
        (PixelLayout.Gray16, [.. "Y1"u8, 0, 16]),
    ];

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>The checksum of packets: CRC-32 by 0x04C11DB7, from 0, most significant bit first.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = 0u;
        foreach (var value in bytes)
        {
            crc = (crc << 8) ^ CrcTable[(crc >> 24) ^ value];
        }

        return crc;
    }

    /// <summary>The code that stands for a layout.</summary>
    public static ReadOnlySpan<byte> FourCCOf(PixelLayout layout) => Layouts.First(entry => entry.Layout == layout).FourCC;

    /// <summary>The layout that a code stands for; null where no layout has that code.</summary>
    public static PixelLayout? LayoutOf(ReadOnlySpan<byte> fourCC)
    {
        foreach (var (layout, code) in Layouts)
        {
            if (fourCC.SequenceEqual(code))
            {
                return layout;
            }
        }

        return null;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc >> 31) * 0x04C1_1DB7);
            }

            table[i] = crc;
        }

        return table;
    }
}
