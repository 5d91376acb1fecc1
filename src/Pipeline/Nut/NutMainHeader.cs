using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Nut;

/// <summary>The part of a file's main header that frames are read by.</summary>
/// <param name="TimeBases">The time bases that streams and sync points refer to.</param>
/// <param name="FrameCodes">The meaning of each of the 256 frame codes.</param>
/// <param name="ElisionHeaders">Common beginnings of frames that are left out of their data; the first is empty.</param>
internal sealed record NutMainHeader(
    IReadOnlyList<Rational> TimeBases, IReadOnlyList<NutFrameCode> FrameCodes, IReadOnlyList<ReadOnlyMemory<byte>> ElisionHeaders)
{
    private const int OldestVersion = 2;
    private const int NewestVersion = 4;
    private const int MostTimeBases = 1024;
    private const int MostElisionHeaders = 128;

    public static NutMainHeader Parse(NutPacket packet)
    {
        var version = packet.ReadUnsigned();
        if (version is < OldestVersion or > NewestVersion)
        {
            throw new InvalidDataException($"NUT: version {version} is unknown.");
        }

        if (version > 3)
        {
            packet.ReadUnsigned(); // minor version
        }

        packet.ReadUnsigned(); // count of streams
        packet.ReadUnsigned(); // largest distance of sync points
        var timeBases = Enumerable.Range(0, Bounded(packet.ReadInt(), MostTimeBases)).Select(_ => ReadTimeBase(packet)).ToArray();
        var codes = ReadFrameCodes(packet);
        var elisionHeaders = new List<ReadOnlyMemory<byte>> { ReadOnlyMemory<byte>.Empty };
        if (!packet.IsAtEnd)
        {
            var count = Bounded(packet.ReadInt(), MostElisionHeaders);
            for (var i = 0; i < count; i++)
            {
                elisionHeaders.Add(packet.ReadBytes());
            }
        }

        return new NutMainHeader(timeBases, codes, elisionHeaders);
    }

    private static Rational ReadTimeBase(NutPacket packet)
    {
        var (numerator, denominator) = (packet.ReadInt(), packet.ReadInt());
        return numerator > 0 && denominator > 0
            ? new Rational(numerator, denominator)
            : throw new InvalidDataException("NUT: a time base is zero.");
    }

    // The table is written as runs: fields that a run leaves out keep their value from the run before, or a default.
    private static NutFrameCode[] ReadFrameCodes(NutPacket packet)
    {
        var codes = new NutFrameCode[256];
        var (delta, multiplier, stream, elision) = (0L, 1L, 0, 0);
        for (var i = 0; i < codes.Length;)
        {
            var flags = (NutFrameFlags)packet.ReadUnsigned();
            var fields = packet.ReadInt();
            delta = fields > 0 ? packet.ReadSigned() : delta;
            multiplier = fields > 1 ? packet.ReadUnsigned() : multiplier;
            stream = fields > 2 ? packet.ReadInt() : stream;
            var size = fields > 3 ? packet.ReadUnsigned() : 0;
            var reserved = fields > 4 ? packet.ReadInt() : 0;
            var count = fields > 5 ? packet.ReadUnsigned() : multiplier - size;
            if (fields > 6)
            {
                packet.ReadSigned(); // match time
            }

            elision = fields > 7 ? packet.ReadInt() : elision;
            for (var field = 8; field < fields; field++)
            {
                packet.ReadUnsigned();
            }

            if (count <= 0)
            {
                throw new InvalidDataException("NUT: the table of frame codes has an empty run.");
            }

            for (var j = 0; j < count && i < codes.Length; i++)
            {
                codes[i] = i == NutFormat.StartCodeByte
                    ? NutFrameCode.Invalid
                    : new NutFrameCode(flags, stream, multiplier, size + j++, delta, reserved, elision);
            }
        }

        return codes;
    }

    private static int Bounded(int count, int most) =>
        count <= most ? count : throw new InvalidDataException($"NUT: {count} entries are too many.");
}
