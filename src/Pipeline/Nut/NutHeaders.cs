using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Nut;

/// <summary>
/// The headers of files with one video stream whose frames are all key frames. The table of frame codes has two entries, which both stand
/// for a key frame with time stamp, size and checksum of its header, so that a writer can tell two kinds of frames apart. A sync point
/// precedes each frame.
/// </summary>
internal static class NutHeaders
{
    /// <summary>How many frame codes there are, counted from 0.</summary>
    public const int FrameCodes = 2;

    /// <summary>A coded time stamp from here on is the time stamp plus this.</summary>
    public const long TimestampOffset = 1L << TimestampShift;

    private const int Version = 3;
    private const int LargestDistance = 32768;
    private const int TimestampShift = 7;
    private const int CodesBesideN = 255;

    /// <summary>The main header.</summary>
    /// <param name="timeBase">Seconds in a tick of all time stamps.</param>
    public static NutFields Main(Rational timeBase)
    {
        var fields = new NutFields();
        fields.Put(Version);
        fields.Put(1); // streams
        fields.Put(LargestDistance);
        fields.Put(1); // time bases
        fields.Put(timeBase.Numerator);
        fields.Put(timeBase.Denominator);

        // Runs that fill the table. Within a run the size's low part grows, so each valid code is a run of its own; 'N' counts in none.
        for (var code = 0; code < FrameCodes; code++)
        {
            PutRun(fields, NutFrameFlags.Key | NutFrameFlags.CodedTimestamp | NutFrameFlags.SizeHighPart | NutFrameFlags.Checksum, 1);
        }

        PutRun(fields, NutFrameFlags.Invalid, CodesBesideN - FrameCodes);
        fields.Put(0); // elision headers beside the empty one
        return fields;
    }

    /// <summary>The header of the stream.</summary>
    /// <param name="fourCC">The code of its codec.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="aspect">A pixel's width over its height.</param>
    public static NutFields Stream(ReadOnlySpan<byte> fourCC, int width, int height, Rational aspect)
    {
        var fields = new NutFields();
        fields.Put(0); // stream
        fields.Put(NutFormat.VideoClass);
        fields.PutBytes(fourCC);
        fields.Put(0); // time base
        fields.Put(TimestampShift);
        fields.Put(int.MaxValue); // largest distance of time stamps
        fields.Put(0); // decode delay
        fields.Put(0); // flags
        fields.PutBytes([]); // codec's own data
        fields.Put(width);
        fields.Put(height);
        fields.Put(aspect.Numerator);
        fields.Put(aspect.Denominator);
        fields.Put(0); // color space: unknown
        return fields;
    }

    /// <summary>Adds a sync point and the header of the frame that follows it; the frame's data come after that.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="timestamp">In ticks of the stream's time base; not negative.</param>
    /// <param name="size">Bytes of the frame's data.</param>
    /// <param name="sinceLast">How many bytes after the sync point before this one it lies; 0 for the first.</param>
    /// <param name="code">The frame code.</param>
    public static void PutFrame(NutFields target, long timestamp, int size, long sinceLast, byte code = 0)
    {
        var sync = new NutFields();
        sync.Put(timestamp);
        sync.Put(sinceLast / NutFormat.SyncPointUnit);
        target.PutPacket(NutFormat.SyncPointStart, sync);

        var header = target.Written.Length;
        target.PutRaw([code]);
        target.Put(timestamp + TimestampOffset);
        target.Put(size);
        target.PutUInt32(NutFormat.Checksum(target.Written.Span[header..]));
    }

    private static void PutRun(NutFields fields, NutFrameFlags flags, int count)
    {
        fields.Put((long)flags);
        fields.Put(6); // fields that follow
        fields.Put(0); // time stamp's delta
        fields.Put(1); // size multiplier
        fields.Put(0); // stream
        fields.Put(0); // size's low part
        fields.Put(0); // reserved fields
        fields.Put(count);
    }
}
