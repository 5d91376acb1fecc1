using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>The sound, subtitles, chapters and tags of a clip, and the range of them that is wanted.</summary>
/// <param name="Location">Where it lies.</param>
/// <param name="AudioCodecs">The codecs of its audio streams, in order.</param>
/// <param name="SubtitleCodecs">The codecs of its subtitle streams, in order.</param>
internal sealed record Soundtrack(MediaLocation Location, IReadOnlyList<string> AudioCodecs, IReadOnlyList<string> SubtitleCodecs)
{
    // Subtitles that are pictures are not among these, because no encoder makes text of them.
    private static readonly string[] TextSubtitles =
        ["subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text", "microdvd", "sami", "subviewer", "eia_608"];

    /// <summary>
    /// Whether it was spooled to a file while a clip came through a pipe. Then it holds nothing but the wanted range, which begins at 0.
    /// </summary>
    public bool IsSpooled { get; init; }

    /// <summary>The arguments that make ffmpeg count its times from the clip's beginning.</summary>
    public IReadOnlyList<string> ClockArguments { get; init; } = [];

    /// <summary>Where the wanted range begins, after the clip's beginning.</summary>
    public TimeSpan From { get; init; }

    /// <summary>How long the wanted range is; null where it ends with the clip.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>The arguments that open it, so that the range's beginning is at 0.</summary>
    public IEnumerable<string> InputArguments =>
    [
        .. ClockArguments,
        .. IsSpooled ? ["-seek_timestamp", "1"] : Array.Empty<string>(),
        .. IsSpooled || From > TimeSpan.Zero ? ["-ss", FFmpegTools.Seconds(From)] : Array.Empty<string>(),
        .. Length is { } length ? ["-t", FFmpegTools.Seconds(length)] : Array.Empty<string>(),
        .. FFmpeg.InputArguments.Of(Location, "file,pipe"),
    ];

    /// <summary>The soundtrack of a piped clip that is spooled to a file: what Matroska takes as it is.</summary>
    /// <param name="spool">The file.</param>
    /// <param name="clip">The clip.</param>
    public static Soundtrack Spooled(FileLocation spool, MediaInfo clip) => new(
        spool,
        [.. clip.AudioCodecs.Where(Containers.Matroska.CopiedAudio.Contains)],
        [.. clip.SubtitleCodecs.Where(Containers.Matroska.CopiedSubtitles.Contains)])
    {
        IsSpooled = true,
    };

    /// <summary>The arguments that spool it to a file while the clip is decoded.</summary>
    /// <param name="spool">The file.</param>
    /// <param name="clip">The clip.</param>
    public static IEnumerable<string> SpoolArguments(FileLocation spool, MediaInfo clip) =>
    [
        .. Indices(clip.AudioCodecs, Containers.Matroska.CopiedAudio.Contains).SelectMany(stream => new[] { "-map", $"0:a:{stream}" }),
        .. Indices(clip.SubtitleCodecs, Containers.Matroska.CopiedSubtitles.Contains).SelectMany(
            stream => new[] { "-map", $"0:s:{stream}" }),
        "-c", "copy", "-copypriorss", "0", "-avoid_negative_ts", "disabled", "-f", "matroska", "-y", FFmpegTools.FileArgument(spool.Path),
    ];

    /// <summary>The arguments that put it into a container, as it is where the container takes it.</summary>
    /// <param name="container">The container.</param>
    /// <param name="input">The number of the input that it is.</param>
    public IEnumerable<string> MapArguments(Container container, int input) =>
    [
        .. AudioArguments(container, input), .. SubtitleArguments(container, input),
        "-map_metadata", $"{input}", "-map_chapters", $"{input}",
    ];

    private static IEnumerable<int> Indices(IReadOnlyList<string> codecs, Predicate<string> taken) =>
        Enumerable.Range(0, codecs.Count).Where(i => taken(codecs[i]));

    private IEnumerable<string> AudioArguments(Container container, int input)
    {
        foreach (var (stream, target) in Indices(AudioCodecs, AudioCodec.CanBeTaken).Select((stream, target) => (stream, target)))
        {
            string[] codec = container.CopiedAudio.Contains(AudioCodecs[stream])
                ? [$"-c:a:{target}", "copy", $"-copypriorss:a:{target}", "0"]
                : EncoderArguments(container.Audio!, target);
            foreach (var argument in (string[])["-map", $"{input}:a:{stream}", .. codec])
            {
                yield return argument;
            }
        }
    }

    // The sound is cut at its end as well, because ffmpeg counts a range's length from its first sound.
    private string[] EncoderArguments(AudioCodec codec, int stream)
    {
        string[] filters =
        [
            .. codec.Filter is { } filter ? [filter] : Array.Empty<string>(),
            .. Length is { } end ? [$"atrim=end={FFmpegTools.Seconds(end)}"] : Array.Empty<string>(),
        ];
        return
        [
            $"-c:a:{stream}", codec.Encoder, $"-b:a:{stream}", codec.BitRate,
            .. filters.Length == 0 ? Array.Empty<string>() : [$"-filter:a:{stream}", string.Join(',', filters)],
        ];
    }

    private IEnumerable<string> SubtitleArguments(Container container, int input)
    {
        var taken = Indices(
            SubtitleCodecs,
            codec => container.CopiedSubtitles.Contains(codec) || (container.SubtitleCodec is not null && TextSubtitles.Contains(codec)));
        foreach (var (stream, target) in taken.Select((stream, target) => (stream, target)))
        {
            yield return "-map";
            yield return $"{input}:s:{stream}";
            yield return $"-c:s:{target}";
            yield return container.CopiedSubtitles.Contains(SubtitleCodecs[stream]) ? "copy" : container.SubtitleCodec!;
        }
    }
}
