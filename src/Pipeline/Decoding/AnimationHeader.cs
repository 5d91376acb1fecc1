using System.Buffers.Binary;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// What ffprobe does not tell of an animation: how often it is played. Only the beginning of the file is read; from a damaged file, or
/// one that is not an animation, nothing is learned.
/// </summary>
/// <param name="Plays">How often it is played in all, 0 for without end; null where the format does not say.</param>
/// <param name="Frames">How many frames it has; null where its beginning does not say.</param>
internal sealed record AnimationHeader(int? Plays, long? Frames)
{
    // Comments, profiles and palettes stand before the count; they are skipped by seeking.
    private const int MostRead = 1 << 20;

    // Some tools write the count of a GIF after its first picture.
    private const int MostBlocks = 100_000;

    private const byte Extension = 0x21;
    private const byte Application = 0xFF;
    private const byte Picture = 0x2C;

    /// <summary>A header that says nothing.</summary>
    public static AnimationHeader None { get; } = new(null, null);

    /// <summary>Reads a file.</summary>
    public static AnimationHeader OfFile(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Of(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    /// <summary>Reads a stream that can be sought.</summary>
    public static AnimationHeader Of(Stream stream)
    {
        var bytes = new BlockReader(stream);
        Span<byte> signature = stackalloc byte[8];
        if (!bytes.Read(signature))
        {
            return None;
        }

        return signature.StartsWith("GIF8"u8) ? OfGif(bytes, signature)
            : signature.SequenceEqual((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']) ? OfPng(bytes)
            : signature.StartsWith("RIFF"u8) ? OfWebP(bytes)
            : None;
    }

    // GIF89a with Netscape's extension: 3, 1, and the number of repetitions after the first time, 0 for without end. A GIF without it is
    // shown once.
    private static AnimationHeader OfGif(BlockReader bytes, ReadOnlySpan<byte> signature)
    {
        // Width and height began with the signature's last two bytes.
        Span<byte> rest = stackalloc byte[5];
        if (!bytes.Read(rest) || !bytes.Skip(ColorTable(rest[2])) || signature.Length != 8)
        {
            return None;
        }

        Span<byte> block = stackalloc byte[255];
        Span<byte> descriptor = stackalloc byte[9];
        for (var i = 0; i < MostBlocks && bytes.ReadByte() is { } kind; i++)
        {
            if (kind == Extension)
            {
                if (bytes.ReadByte() is not { } label || bytes.ReadBlock(block) is not { } length)
                {
                    break;
                }

                var isNetscape = label == Application
                    && (block[..length].SequenceEqual("NETSCAPE2.0"u8) || block[..length].SequenceEqual("ANIMEXTS1.0"u8));
                while (length > 0 && bytes.ReadBlock(block) is { } next)
                {
                    length = next;
                    if (isNetscape && length >= 3 && (block[0] & 7) == 1)
                    {
                        var repeats = BinaryPrimitives.ReadUInt16LittleEndian(block[1..]);
                        return new AnimationHeader(repeats == 0 ? 0 : repeats + 1, null);
                    }
                }
            }
            else if (kind == Picture)
            {
                if (!bytes.Read(descriptor) || !bytes.Skip(ColorTable(descriptor[8]) + 1))
                {
                    break;
                }

                while (bytes.ReadByte() is { } length and > 0 && bytes.Skip(length))
                {
                }
            }
            else
            {
                break;
            }
        }

        return new AnimationHeader(1, null);
    }

    // The third edition of PNG: acTL has the number of frames, and of plays, 0 for without end.
    private static AnimationHeader OfPng(BlockReader bytes)
    {
        Span<byte> chunk = stackalloc byte[8];
        Span<byte> control = stackalloc byte[8];
        while (bytes.Read(chunk) && !chunk[4..].SequenceEqual("IDAT"u8))
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..].SequenceEqual("acTL"u8))
            {
                return bytes.Read(control)
                    ? new AnimationHeader(
                        Number(BinaryPrimitives.ReadUInt32BigEndian(control[4..])), BinaryPrimitives.ReadUInt32BigEndian(control))
                    : None;
            }

            if (!bytes.Skip(length + 4L))
            {
                break;
            }
        }

        return None;
    }

    // RFC 9649: ANIM has a color, and the number of plays, 0 for without end.
    private static AnimationHeader OfWebP(BlockReader bytes)
    {
        Span<byte> chunk = stackalloc byte[8];
        Span<byte> animation = stackalloc byte[6];
        if (!bytes.Read(chunk[..4]) || !chunk[..4].SequenceEqual("WEBP"u8))
        {
            return None;
        }

        while (bytes.Read(chunk) && !chunk[..4].SequenceEqual("ANMF"u8))
        {
            if (chunk[..4].SequenceEqual("ANIM"u8))
            {
                return bytes.Read(animation) ? new AnimationHeader(BinaryPrimitives.ReadUInt16LittleEndian(animation[4..]), null) : None;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (!bytes.Skip(length + (length & 1L)))
            {
                break;
            }
        }

        return None;
    }

    private static int Number(uint count) => (int)Math.Min(count, int.MaxValue);

    private static int ColorTable(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    // Ends with the file, or when more was read than a header needs.
    private sealed class BlockReader(Stream stream)
    {
        private readonly byte[] _one = new byte[1];
        private int _read;

        public bool Read(Span<byte> target)
        {
            _read += target.Length;
            return _read <= MostRead && stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length;
        }

        public byte? ReadByte() => Read(_one) ? _one[0] : null;

        public bool Skip(long count)
        {
            if (count > stream.Length - stream.Position)
            {
                return false;
            }

            stream.Seek(count, SeekOrigin.Current);
            return true;
        }

        public int? ReadBlock(Span<byte> target) => ReadByte() is { } length && Read(target[..length]) ? length : null;
    }
}
