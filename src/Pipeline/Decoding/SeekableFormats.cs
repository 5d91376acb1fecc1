using System.Buffers.Binary;

namespace U2Video.Pipeline.Decoding;

/// <summary>Recognizes, by their beginning, clips that ffmpeg cannot read through a pipe.</summary>
internal static class SeekableFormats
{
    /// <summary>How many bytes of the beginning are enough.</summary>
    public const int Beginning = 4096;

    private const int BoxHeader = 8;

    /// <summary>
    /// Whether a clip with this beginning has to be in a file: a GIF, an APNG, or an MP4 or MOV whose index follows the frames.
    /// </summary>
    public static bool Needs(ReadOnlySpan<byte> beginning) =>
        beginning.StartsWith("GIF8"u8) || IsAnimatedPng(beginning) || FramesComeFirst(beginning);

    // The chunk that makes a PNG an animation stands before its pixels.
    private static bool IsAnimatedPng(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 1 && bytes[1..].StartsWith("PNG\r\n"u8) && bytes.IndexOf("acTL"u8) > 0;

    // ISO 14496-12: boxes have a length and a name; moov is the index, mdat holds the frames.
    private static bool FramesComeFirst(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < BoxHeader || !bytes[4..].StartsWith("ftyp"u8))
        {
            return false;
        }

        while (bytes.Length >= BoxHeader)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            var name = bytes.Slice(4, 4);
            if (name.SequenceEqual("mdat"u8))
            {
                return true;
            }

            if (name.SequenceEqual("moov"u8) || length < BoxHeader || length > bytes.Length)
            {
                return false;
            }

            bytes = bytes[(int)length..];
        }

        return false;
    }
}
