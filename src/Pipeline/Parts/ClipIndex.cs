using System.Globalization;
using System.Runtime.CompilerServices;
using U2Video.Core.Errors;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Parts;

/// <summary>
/// The times of all frames of a clip's range, read from its packets without decoding them. All machines that read the same file find the
/// same times, so they agree on where parts begin without speaking to each other.
/// </summary>
internal sealed class ClipIndex
{
    // Times are in the text of ffprobe, which has microseconds. A boundary lies in the middle between two frames, so that no rounding of
    // a frame's time moves the frame to the other side.
    private readonly List<double> _times;

    private ClipIndex(List<double> times, TimeSpan? end) => (_times, End) = (times, end);

    /// <summary>How many frames there are.</summary>
    public long Count => _times.Count;

    /// <summary>The time from which on there are no frames in the range; null where the clip's own end is the range's.</summary>
    public TimeSpan? End { get; }

    /// <summary>The times of a clip's frames that are wanted.</summary>
    /// <param name="all">The times of all frames, as <see cref="ReadTimesAsync"/> found them.</param>
    /// <param name="media">The clip.</param>
    /// <param name="range">Which of its frames are wanted.</param>
    /// <exception cref="InputException">Its packets have no times.</exception>
    public static ClipIndex Of(IEnumerable<double> all, MediaInfo media, ClipRange range)
    {
        // Rounded to the container's ticks, as the decoder does; in AVI, a tick is a frame.
        var ticks = media.TimeBase ?? Microsecond;
        var first = InputArguments.TicksBefore(media, range, ticks);
        var from = (first * ticks.Value) - HalfMicrosecond;
        var to = range.Length is { } length ? ((first + ticks.Ticks(length)) * ticks.Value) - HalfMicrosecond : double.PositiveInfinity;
        var times = all.Where(time => time >= from && time < to).Order().ToList();
        if (times.Count == 0)
        {
            throw new InputException($"{media.Name}: its frames have no times by which it could be divided; make a Matroska file of it.");
        }

        if (range.MaxFrames < times.Count)
        {
            var most = (int)range.MaxFrames.Value;
            var end = Middle(times[most - 1], times[most]);
            times.RemoveRange(most, times.Count - most);
            return new ClipIndex(times, end);
        }

        return new ClipIndex(times, range.To);
    }

    /// <summary>The frames of a part: the first one's number, and how many there are.</summary>
    public (long First, long Count) FramesOf(ClipPart part)
    {
        var (first, end) = (Count * (part.Number - 1) / part.Count, Count * part.Number / part.Count);
        return (first, end - first);
    }

    /// <summary>The time that divides a frame from the one before it; null before the first one and behind the last one.</summary>
    /// <param name="frame">The frame's number, from 0.</param>
    public TimeSpan? BoundaryBefore(long frame) =>
        frame <= 0 || frame >= Count ? null : Middle(_times[(int)frame - 1], _times[(int)frame]);

    private const double HalfMicrosecond = 0.5e-6;

    private static readonly Rational Microsecond = new(1, 1_000_000);

    private static TimeSpan Middle(double before, double after) => TimeSpan.FromSeconds((before + after) / 2);

    /// <summary>
    /// Reads the times of all packets that are shown, in seconds since the clip's beginning. Where packets that are stored in another order
    /// have no times at which they are shown, as in AVI, the clip is decoded.
    /// </summary>
    /// <param name="media">The clip.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static async Task<List<double>> ReadTimesAsync(MediaInfo media, CancellationToken cancellation)
    {
        var times = new List<double>();
        var areKnown = true;
        await foreach (var line in ProbeAsync(media, "packet=pts_time,dts_time,flags", cancellation).ConfigureAwait(false))
        {
            // D marks packets that an edit list leaves out. Some containers store only when a packet is decoded.
            if (line.Split(',') is [var shown, var decoded, var flags, ..] && !flags.Contains('D', StringComparison.Ordinal)
                && (Seconds(shown) ?? Seconds(decoded)) is { } time)
            {
                times.Add(time - media.Start.TotalSeconds);
                areKnown &= Seconds(shown) is not null;
            }
        }

        return areKnown || !media.IsReordered ? times : await ReadDecodedTimesAsync(media, cancellation).ConfigureAwait(false);
    }

    private static async Task<List<double>> ReadDecodedTimesAsync(MediaInfo media, CancellationToken cancellation)
    {
        var times = new List<double>();
        await foreach (var line in ProbeAsync(media, "frame=best_effort_timestamp_time", cancellation).ConfigureAwait(false))
        {
            // Side data of a frame may follow behind a comma.
            if (Seconds(line.Split(',')[0]) is { } time)
            {
                times.Add(time - media.Start.TotalSeconds);
            }
        }

        return times;
    }

    // The lines of ffprobe, one for each packet or frame of the clip.
    private static async IAsyncEnumerable<string> ProbeAsync(
        MediaInfo media, string entries, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var probe = FFmpegProcess.Probe(
        [
            .. InputArguments.Of(media.Location!), "-select_streams", string.Create(CultureInfo.InvariantCulture, $"{media.Stream}"),
            "-show_entries", entries, "-of", "csv=p=0:nk=1",
        ]);
        using var lines = new StreamReader(probe.Output);
        while (await lines.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            yield return line;
        }

        var exit = await probe.WaitAsync(cancellation).ConfigureAwait(false);
        if (exit.Code != 0)
        {
            throw new InputException(exit.Explain($"{media.Name}: cannot be read"), exit.Details);
        }
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? seconds
            : null;
}
