using System.Globalization;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// Finds out how long the last frame of a range is shown and where the range ends. Encoders have to know before that frame comes, so the
/// packets around it are read, though not decoded.
/// </summary>
internal static class RangeProbe
{
    // The last packets lie within this time of a clip's end, except in slide shows, which are read from their start.
    private static readonly TimeSpan Tail = TimeSpan.FromSeconds(10);

    // Packets stand in the order of decoding, so the next frame to show may stand this many packets after the last one.
    private const int MostReordered = 32;

    /// <summary>Adds the end of a range to what is known of a file.</summary>
    public static async Task<MediaInfo> WithEndAsync(MediaInfo media, ClipRange range, CancellationToken cancellation)
    {
        if (media.IsPicture)
        {
            return media with { LastFrameDuration = null };
        }

        var packets = await ReadAsync(media, range, cancellation).ConfigureAwait(false);
        var from = range.Start.TotalSeconds;
        var to = range.To?.TotalSeconds ?? double.PositiveInfinity;
        packets.RemoveAll(packet => packet.Time < from - HalfMicrosecond);
        packets.Sort((a, b) => a.Time.CompareTo(b.Time));
        var count = packets.TakeWhile(packet => packet.Time < to - HalfMicrosecond)
            .Take((int)Math.Min(range.MaxFrames ?? int.MaxValue, int.MaxValue)).Count();
        if (count == 0)
        {
            return media;
        }

        var last = packets[count - 1];
        var isCut = count < packets.Count;
        var end = Math.Min(to, isCut ? packets[count].Time : last.Time + (last.Duration ?? media.LastFrameDuration?.TotalSeconds ?? 0));
        return media with
        {
            LastFrameDuration = end > last.Time && end < int.MaxValue ? TimeSpan.FromSeconds(end - last.Time) : media.LastFrameDuration,
            RangeEnd = isCut && end < int.MaxValue ? TimeSpan.FromSeconds(end) : null,
        };
    }

    private const double HalfMicrosecond = 0.5e-6;

    private static async Task<List<Packet>> ReadAsync(MediaInfo media, ClipRange range, CancellationToken cancellation)
    {
        if (range.MaxFrames is { } frames)
        {
            // The packets begin with the key frame before the range.
            return await ReadAsync(media, range.From, null, frames + MostReordered, range.Start, cancellation).ConfigureAwait(false);
        }

        var (start, end) = range.To is { } to ? (to - Tail, to + Tail) : (media.Duration - Tail, (TimeSpan?)null);
        if (start > Tail && media.Format != "gif")
        {
            var found = await ReadAsync(media, start, end, long.MaxValue, TimeSpan.Zero, cancellation).ConfigureAwait(false);
            if (found.Exists(packet => range.To is null || packet.Time < range.To.Value.TotalSeconds))
            {
                return found;
            }
        }

        return await ReadAsync(media, null, null, long.MaxValue, TimeSpan.Zero, cancellation).ConfigureAwait(false);
    }

    private static async Task<List<Packet>> ReadAsync(
        MediaInfo media, TimeSpan? start, TimeSpan? end, long most, TimeSpan countedFrom, CancellationToken cancellation)
    {
        string[] interval = start is null && end is null ? [] : ["-read_intervals", $"{Place(start)}%{Place(end)}"];
        await using var probe = FFmpegProcess.Probe(
        [
            .. interval, .. InputArguments.Of(media.Location!),
            "-select_streams", string.Create(CultureInfo.InvariantCulture, $"{media.Stream}"),
            "-show_entries", "packet=pts_time,duration_time,flags", "-of", "csv=p=0:nk=1",
        ]);
        using var lines = new StreamReader(probe.Output);
        var packets = new List<Packet>();
        var counted = 0L;
        while (counted < most && await lines.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            // D marks packets that an edit list leaves out.
            if (line.Split(',') is [var time, var duration, var flags, ..]
                && !flags.Contains('D', StringComparison.Ordinal) && Seconds(time) is { } at)
            {
                packets.Add(new Packet(at - media.Start.TotalSeconds, Seconds(duration)));
                counted += packets[^1].Time >= countedFrom.TotalSeconds ? 1 : 0;
            }
        }

        return packets;

        string Place(TimeSpan? time) => time is { } known ? FFmpegTools.Seconds(known + media.Start) : "";
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && double.IsFinite(seconds) ? seconds : null;

    private readonly record struct Packet(double Time, double? Duration);
}
