using U2Video.Core.Models;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Mattes;

/// <summary>What stands at the beginning of a matte file.</summary>
/// <param name="Width">The masks' width in values.</param>
/// <param name="Height">The masks' height in values.</param>
/// <param name="TimeBase">Seconds in a tick of the time stamps.</param>
/// <param name="Tags">What the masks were made of, by name.</param>
internal sealed record MatteHeader(int Width, int Height, Rational TimeBase, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The longest header that is read, in bytes.</summary>
    public const int Longest = 1 << 16;

    private const int MostTags = 64;
    private const long TextValue = -1;

    // FFmpeg's code for PNG.
    private static readonly byte[] FourCC = [.. "MPNG"u8];

    /// <summary>The header's bytes.</summary>
    public byte[] ToBytes()
    {
        var info = new NutFields();
        info.Put(0); // not of one stream
        info.PutSigned(0); // nor of a chapter
        info.Put(0); // the chapter's start
        info.Put(0); // the chapter's length
        info.Put(Tags.Count);
        foreach (var (name, value) in Tags)
        {
            info.PutBytes(System.Text.Encoding.UTF8.GetBytes(name));
            info.PutSigned(TextValue);
            info.PutBytes(System.Text.Encoding.UTF8.GetBytes(value));
        }

        var all = new NutFields();
        all.PutRaw(NutFormat.FileId);
        all.PutPacket(NutFormat.MainStart, NutHeaders.Main(TimeBase));
        all.PutPacket(NutFormat.StreamStart, NutHeaders.Stream(FourCC, Width, Height, new Rational(1, 1)));
        all.PutPacket(NutFormat.InfoStart, info);
        return all.Written.ToArray();
    }

    /// <summary>Reads the header of a file.</summary>
    /// <param name="beginning">The file's first bytes.</param>
    /// <returns>The header, and how many bytes it takes.</returns>
    /// <exception cref="InvalidDataException">It is not the header of a matte, or it is damaged.</exception>
    public static (MatteHeader Header, int Length) Parse(ReadOnlyMemory<byte> beginning)
    {
        var packets = new NutPacket(beginning);
        if (!packets.ReadRaw(NutFormat.FileId.Length).Span.SequenceEqual(NutFormat.FileId))
        {
            throw new InvalidDataException("The file does not begin as NUT.");
        }

        var main = NutMainHeader.Parse(Next(packets, NutFormat.MainStart));
        var (width, height) = ParseStream(Next(packets, NutFormat.StreamStart));
        var tags = ParseTags(Next(packets, NutFormat.InfoStart));
        return main.TimeBases.Count == 1
            ? (new MatteHeader(width, height, main.TimeBases[0], tags), beginning.Length - packets.Left)
            : throw new InvalidDataException("There are several time bases.");
    }

    private static NutPacket Next(NutPacket packets, ulong startCode) =>
        packets.ReadPacket() is var (found, content) && found == startCode
            ? content
            : throw new InvalidDataException("The headers are not those of a matte.");

    private static (int Width, int Height) ParseStream(NutPacket packet)
    {
        var (stream, kind) = (packet.ReadUnsigned(), packet.ReadUnsigned());
        var isPng = packet.ReadBytes().Span.SequenceEqual(FourCC);
        for (var field = 0; field < 5; field++)
        {
            packet.ReadUnsigned(); // time base, shift, distance, delay, flags
        }

        packet.ReadBytes(); // codec's own data
        var (width, height) = (packet.ReadInt(), packet.ReadInt());
        return stream == 0 && kind == NutFormat.VideoClass && isPng
            && width is > 0 and <= ModelDescription.LargestSize && height is > 0 and <= ModelDescription.LargestSize
                ? (width, height)
                : throw new InvalidDataException("The stream is not one of masks.");
    }

    private static Dictionary<string, string> ParseTags(NutPacket packet)
    {
        packet.ReadUnsigned(); // stream
        packet.ReadSigned(); // chapter
        packet.ReadUnsigned(); // its start
        packet.ReadUnsigned(); // its length
        var tags = new Dictionary<string, string>();
        for (var left = packet.ReadUnsigned(); left > 0; left--)
        {
            var name = System.Text.Encoding.UTF8.GetString(packet.ReadBytes().Span);
            if (packet.ReadSigned() != TextValue || tags.Count == MostTags)
            {
                throw new InvalidDataException("The tags are not those of a matte.");
            }

            tags[name] = System.Text.Encoding.UTF8.GetString(packet.ReadBytes().Span);
        }

        return tags;
    }
}
