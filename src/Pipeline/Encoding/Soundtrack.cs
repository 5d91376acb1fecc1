using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.FFmpeg;

namespace U2Video.Pipeline.Encoding;

/// <summary>The sound, subtitles, chapters and tags of a clip, and which part of them is wanted.</summary>
/// <param name="Path">The file.</param>
/// <param name="AudioCodecs">The codecs of its audio streams, in order.</param>
/// <param name="SubtitleCodecs">The codecs of its subtitle streams, in order.</param>
internal sealed record Soundtrack(string Path, IReadOnlyList<string> AudioCodecs, IReadOnlyList<string> SubtitleCodecs)
{
    // Subtitles of pictures are none: no encoder makes text of them.
    private static readonly string[] TextSubtitles = ["subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text", "microdvd", "sami", "subviewer", "eia_608"];

    /// <summary>Whether it was taken out of a clip that came through a pipe: it is the part alone then, and 0 is the part's beginning.</summary>
    public bool IsLaidAside { get; init; }

    /// <summary>What makes ffmpeg count its times from the clip's beginning.</summary>
    public IReadOnlyList<string> ClockArguments { get; init; } = [];

    /// <summary>Where the wanted part begins, after the clip's beginning.</summary>
    public TimeSpan From { get; init; }

    /// <summary>How long the wanted part is; null where it ends with the clip.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>What opens it, so that the part's beginning is at 0.</summary>
    public IEnumerable<string> InputArguments =>
    [
        .. ClockArguments,
        .. IsLaidAside ? ["-seek_timestamp", "1"] : Array.Empty<string>(),
        .. IsLaidAside || From > TimeSpan.Zero ? ["-ss", FFmpegTools.Seconds(From)] : Array.Empty<string>(),
        .. Length is { } length ? ["-t", FFmpegTools.Seconds(length)] : Array.Empty<string>(),
        .. FFmpegTools.FileInput(Path, "file,pipe"),
    ];

    /// <summary>What Matroska takes of a clip.</summary>
    public static Soundtrack LaidAside(string path, MediaInfo clip) => new(
        path,
        [.. clip.AudioCodecs.Where(Containers.Matroska.CopiedAudio.Contains)],
        [.. clip.SubtitleCodecs.Where(Containers.Matroska.CopiedSubtitles.Contains)])
    {
        IsLaidAside = true,
    };

    /// <summary>What lays it aside while the clip is decoded.</summary>
    public IEnumerable<string> LayingAsideArguments(MediaInfo clip) =>
    [
        .. Indices(clip.AudioCodecs, Containers.Matroska.CopiedAudio.Contains).SelectMany(stream => new[] { "-map", $"0:a:{stream}" }),
        .. Indices(clip.SubtitleCodecs, Containers.Matroska.CopiedSubtitles.Contains).SelectMany(stream => new[] { "-map", $"0:s:{stream}" }),
        "-c", "copy", "-copypriorss", "0", "-avoid_negative_ts", "disabled", "-f", "matroska", "-y", FFmpegTools.FileArgument(Path),
    ];

    /// <summary>What is taken of it into a container, as it is where the container takes it.</summary>
    /// <param name="container">The container.</param>
    /// <param name="input">The number of the input that it is.</param>
    public IEnumerable<string> MapArguments(Container container, int input) =>
        [.. AudioArguments(container, input), .. SubtitleArguments(container, input), "-map_metadata", $"{input}", "-map_chapters", $"{input}"];

    private static IEnumerable<int> Indices(IReadOnlyList<string> codecs, Predicate<string> taken) =>
        Enumerable.Range(0, codecs.Count).Where(i => taken(codecs[i]));

    private IEnumerable<string> AudioArguments(Container container, int input)
    {
        foreach (var (stream, target) in Indices(AudioCodecs, AudioCodec.CanBeTaken).Select((stream, target) => (stream, target)))
        {
            string[] codec = container.CopiedAudio.Contains(AudioCodecs[stream])
                ? [$"-c:a:{target}", "copy", $"-copypriorss:a:{target}", "0"]
                : container.Audio!.Arguments(target, Length);
            foreach (var argument in (string[])["-map", $"{input}:a:{stream}", .. codec])
            {
                yield return argument;
            }
        }
    }

    private IEnumerable<string> SubtitleArguments(Container container, int input)
    {
        var taken = Indices(SubtitleCodecs, codec => container.CopiedSubtitles.Contains(codec) || (container.SubtitleCodec is not null && TextSubtitles.Contains(codec)));
        foreach (var (stream, target) in taken.Select((stream, target) => (stream, target)))
        {
            yield return "-map";
            yield return $"{input}:s:{stream}";
            yield return $"-c:s:{target}";
            yield return container.CopiedSubtitles.Contains(SubtitleCodecs[stream]) ? "copy" : container.SubtitleCodec!;
        }
    }
}
