using System.Buffers.Binary;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>GIFs byte by byte (GIF89a), with what no encoder writes.</summary>
internal static class GifBytes
{
    private const byte HasPalette = 0x80;

    // Two pixels of color 0 and an end, at a code size of two bits: too short for most pictures, which readers have to bear.
    private static readonly byte[] Pixels = [2, 2, 0x04, 0x05, 0];

    /// <summary>What says that the clip begins again whenever it ends.</summary>
    public static byte[] ForEver => [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0];

    /// <summary>A header, with a palette of two colors or none.</summary>
    public static byte[] Header(int width, int height, bool palette = true) =>
        [.. "GIF89a"u8, .. Short(width), .. Short(height), palette ? HasPalette : (byte)0, 0, 0,
            .. palette ? new byte[] { 255, 0, 0, 0, 0, 255 } : []];

    /// <summary>A frame.</summary>
    public static byte[] Frame(int left, int top, int width, int height, int delay) =>
        [0x21, 0xF9, 4, 0, .. Short(delay), 0, 0, 0x2C, .. Short(left), .. Short(top), .. Short(width), .. Short(height), 0, .. Pixels];

    /// <summary>A whole file.</summary>
    public static byte[] Of(byte[] header, params byte[][] frames) => [.. header, .. frames.SelectMany(frame => frame), 0x3B];

    private static byte[] Short(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }
}
