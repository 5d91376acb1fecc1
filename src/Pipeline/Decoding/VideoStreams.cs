using System.Globalization;
using System.Text.Json;
using FFMpegCore;
using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Chooses among the video streams of a clip.</summary>
internal sealed class VideoStreams
{
    private readonly string _name;
    private readonly List<Entry> _entries;

    /// <param name="name">What the clip is called in messages.</param>
    /// <param name="streams">All of its streams.</param>
    /// <param name="answer">ffprobe's answer, which lists them in the same order.</param>
    public VideoStreams(string name, IReadOnlyList<FFProbeStream> streams, JsonElement answer)
    {
        _name = name;
        var details = answer.GetProperty("streams").EnumerateArray();
        _entries =
        [
            .. streams.Zip(details, (stream, detail) => new Entry(stream, CountOf(detail)))
                .Where(entry => entry.Stream.CodecType == "video")
                .Select(entry => entry.IsAttached ? entry with { Frames = 1 } : entry),
        ];
    }

    /// <summary>
    /// Chooses one. Attached pictures, such as covers, are left out. A stream of several frames comes before a still one; then the one that
    /// its file calls the default, then the largest, then the first.
    /// </summary>
    /// <param name="wanted">
    /// The number of the stream that the user wants, counted over all streams from 0; null where any will do.
    /// </param>
    /// <returns>The stream, and how many frames it has where that is known; null where there is no stream to choose.</returns>
    /// <exception cref="InputException">The stream that the user wants is not a video stream, or does not exist.</exception>
    public (FFProbeStream Stream, long? Frames)? Choose(int? wanted)
    {
        if (wanted is { } index)
        {
            var named = _entries.Find(entry => entry.Stream.Index == index);
            return named is not null ? (named.Stream, named.Frames)
                : throw new InputException($"{_name}: has no video stream {index}" + _entries.Count switch
                {
                    0 => ".",
                    1 => $"; there is {Listed(_entries)}.",
                    _ => $"; there are {Listed(_entries)}.",
                });
        }

        var chosen = Moving()
            .OrderBy(entry => entry.Frames == 1)
            .ThenByDescending(entry => entry.IsDefault)
            .ThenByDescending(entry => entry.Pixels)
            .FirstOrDefault();
        return chosen is null ? null : (chosen.Stream, chosen.Frames);
    }

    /// <summary>The other streams that could have been meant.</summary>
    public IReadOnlyList<VideoStreamInfo> Others(FFProbeStream chosen) =>
        [.. Moving().Where(entry => entry.Stream.Index != chosen.Index && entry.Frames != 1).Select(entry => entry.Info)];

    /// <summary>What a message says of the stream that was chosen.</summary>
    public VideoStreamInfo Info(FFProbeStream chosen) => _entries.Find(entry => entry.Stream.Index == chosen.Index)!.Info;

    private IEnumerable<Entry> Moving() => _entries.Where(entry => !entry.IsAttached);

    private static string Listed(IEnumerable<Entry> entries) => string.Join(", ", entries.Select(entry => entry.Info));

    private static long? CountOf(JsonElement stream) =>
        stream.TryGetProperty("nb_frames", out var count)
        && long.TryParse(count.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var frames)
            ? frames
            : null;

    private sealed record Entry(FFProbeStream Stream, long? Frames)
    {
        public bool IsAttached => Stream.Disposition?.GetValueOrDefault("attached_pic") == 1;

        public bool IsDefault => Stream.Disposition?.GetValueOrDefault("default") == 1;

        public long Pixels => (long)(Stream.Width ?? 0) * (Stream.Height ?? 0);

        public VideoStreamInfo Info => new(Stream.Index, Stream.CodecName, Stream.Width ?? 0, Stream.Height ?? 0)
        {
            IsDefault = IsDefault,
            IsAttachedPicture = IsAttached,
        };
    }
}
