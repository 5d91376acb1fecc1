using U2Video.Core.Errors;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline.Fixing;

/// <summary>The times of all frames of a clip, known without decoding them.</summary>
internal sealed class FrameTimes
{
    // ffprobe's times have microseconds.
    private const double Rounding = 0.5e-6;

    private readonly string _name;
    private readonly double[] _seconds;

    // In others, such as MPEG-TS and AVI with B-frames, ffmpeg may begin some frames away from the time that it is asked for.
    private static readonly string[] ExactFormats = ["mov", "matroska", "flv", "gif"];

    private FrameTimes(string name, IEnumerable<double> seconds) => (_name, _seconds) = (name, [.. seconds.Order()]);

    /// <summary>Whether ffmpeg finds a frame by its time; where not, frames have to be counted.</summary>
    public bool AreExact { get; private init; } = true;

    /// <summary>How many frames there are.</summary>
    public long Count => _seconds.Length;

    /// <summary>Reads the times of a clip.</summary>
    /// <param name="input">A file or a sequence of pictures.</param>
    /// <param name="stream">The video stream; null for the one that is meant most probably.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="InputException">It cannot be read, or has no times.</exception>
    public static async Task<FrameTimes> ReadAsync(MediaSource input, int? stream, CancellationToken cancellation)
    {
        if (input is SequenceSource sequence)
        {
            var count = PictureSequence.Find(sequence.Path).Files.Count;
            return new FrameTimes(input.Name, Enumerable.Range(0, count).Select(i => i / sequence.FrameRate.Value));
        }

        var media = await MediaProbe.ReadFileAsync(((FileSource)input).Path, stream, cancellation).ConfigureAwait(false);
        if (media.IsSingle)
        {
            return new FrameTimes(input.Name, [0]);
        }

        var times = new FrameTimes(input.Name, await ClipIndex.ReadTimesAsync(media, cancellation).ConfigureAwait(false))
        {
            AreExact = media.Format.Split(',').Intersect(ExactFormats).Any(),
        };
        return times.Count > 0
            ? times
            : throw new InputException($"{input.Name}: its frames have no times by which one could be found; make a Matroska file of it.");
    }

    /// <summary>The number of a frame, from 0.</summary>
    /// <param name="key">What the user calls it.</param>
    /// <param name="named">What the user gave the key to, for messages.</param>
    /// <exception cref="InputException">There is no such frame.</exception>
    public long IndexOf(FrameKey key, MessageText named)
    {
        var index = key switch
        {
            FrameKey.Number number => number.Index,
            FrameKey.Time time => Array.FindIndex(_seconds, shown => shown >= time.At.TotalSeconds - Rounding),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
        return index >= 0 && index < Count
            ? index
            : throw new InputException(
                $"{named}: is beyond the end of {_name}, which has {Count} {(Count == 1 ? "frame" : "frames")}, from 0 to {Count - 1}; "
                + $"the last one is shown at {_seconds[^1]:0.###} s.");
    }

    /// <summary>A time from which on the frame is the first one; null for the first frame of the clip.</summary>
    public TimeSpan? StartOf(long index) =>
        index == 0 ? null : TimeSpan.FromSeconds((_seconds[index - 1] + _seconds[index]) / 2);
}
