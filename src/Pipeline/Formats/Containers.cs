using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Formats;

/// <summary>The containers that outputs can be written in.</summary>
internal static class Containers
{
    /// <summary>The time base of GIF.</summary>
    public static Rational Hundredths { get; } = new(1, 100);

    private static readonly string[] QuickTimeAudio =
        ["aac", "mp3", "ac3", "eac3", "alac", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le"];

    private static readonly string[] MatroskaAudio =
    [
        .. QuickTimeAudio, "opus", "vorbis", "flac", "mp2", "dts", "truehd", "mlp", "wavpack", "tta", "pcm_u8", "pcm_f64le", "wmav1",
        "wmav2", "wmapro",
    ];

    // As FFmpeg writes Matroska and WebM.
    private static readonly Rational Milliseconds = new(1, 1000);

    // Without this, sound that begins before 0, which primes its decoder, would move the pictures.
    private const string InPlace = "-avoid_negative_ts disabled";

    // What is in a cluster of Matroska leaves the muxer when the next one begins: each frame when the next one comes. In bytes.
    private const string OneFrameClusters = InPlace + " -cluster_size_limit 1";

    // Below this FFmpeg doubles the ticks of an MP4.
    private const long LeastMp4Ticks = 10_000;

    private static readonly Container[] All =
    [
        new("gif", "gif", [".gif"], [VideoCodecs.Gif])
        {
            Clock = Hundredths,

            // The number of repetitions after the first time; -1 leaves the extension out.
            Repeats = plays => ["-loop", Number(plays == 1 ? -1 : plays == 0 ? 0 : plays - 1)],
        },
        new("mp4", "mp4", [".mp4", ".m4v"], [VideoCodecs.H264, VideoCodecs.Hevc, VideoCodecs.Av1])
        {
            LeastTicks = LeastMp4Ticks,
            HoldsTags = true,
            CopiedAudio = ["aac", "mp3", "mp2", "ac3", "eac3", "opus", "alac", "flac"],
            Audio = AudioCodec.Aac,
            CopiedSubtitles = ["mov_text"],
            SubtitleCodec = "mov_text",
            Arguments = "-movflags +faststart -strict experimental",
            LiveArguments = "-movflags +frag_every_frame+empty_moov+default_base_moof -strict experimental",
            StreamArguments = "-movflags +frag_keyframe+delay_moov -strict experimental",
        },
        new("mov", "mov", [".mov"], [VideoCodecs.H264, VideoCodecs.Hevc, VideoCodecs.ProRes, VideoCodecs.QuickTimeAnimation])
        {
            LeastTicks = LeastMp4Ticks,
            HoldsReel = true,
            HoldsTags = true,
            HoldsLongNames = true,
            CopiedAudio = QuickTimeAudio,
            Audio = AudioCodec.Aac,
            CopiedSubtitles = ["mov_text"],
            SubtitleCodec = "mov_text",
            LiveArguments = "-movflags +frag_every_frame+empty_moov+default_base_moof",
            StreamArguments = "-movflags +frag_keyframe+delay_moov",
        },
        new("matroska", "matroska", [".mkv"], [VideoCodecs.H264, VideoCodecs.Hevc, VideoCodecs.Ffv1, VideoCodecs.Av1, VideoCodecs.Vp9])
        {
            Clock = Milliseconds,
            Arguments = InPlace,
            LiveArguments = OneFrameClusters,
            HoldsTags = true,
            CopiedAudio = MatroskaAudio,
            Audio = AudioCodec.Opus,
            CopiedSubtitles =
            [
                "subrip", "ass", "ssa", "webvtt", "text", "dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle", "hdmv_text_subtitle",
            ],
            SubtitleCodec = "srt",
        },
        new("webm", "webm", [".webm"], [VideoCodecs.Vp9, VideoCodecs.Av1])
        {
            Clock = Milliseconds,
            Arguments = InPlace,
            LiveArguments = OneFrameClusters,
            CopiedAudio = ["opus", "vorbis"],
            Audio = AudioCodec.Opus,
            CopiedSubtitles = ["webvtt"],
            SubtitleCodec = "webvtt",
        },
        new("apng", "apng", [".apng"], [VideoCodecs.Apng]) { Repeats = plays => ["-plays", Number(plays)] },
        new("webp", "webp", [".webp"], [VideoCodecs.WebP]) { Repeats = plays => ["-loop", Number(plays)] },
        new("png", "image2", [".png"], [VideoCodecs.Png]) { IsPicture = true, Arguments = "-update 1" },
        new("jpeg", "image2", [".jpg", ".jpeg"], [VideoCodecs.Jpeg]) { IsPicture = true, Arguments = "-update 1" },
        new("exr", "image2", [".exr"], [VideoCodecs.Exr, VideoCodecs.ExrFloat]) { IsPicture = true, Arguments = "-update 1" },
        new("nut", "nut", [".nut"], [VideoCodecs.RawVideo, VideoCodecs.Ffv1]) { CopiedAudio = QuickTimeAudio, Audio = AudioCodec.Aac },
        new("y4m", "yuv4mpegpipe", [".y4m"], [VideoCodecs.RawYuv]) { Arguments = "-strict -1", HasTimes = false },
        new("rawvideo", "rawvideo", [".raw"], [VideoCodecs.RawVideo]),
    ];

    /// <summary>Matroska, which holds nearly every codec.</summary>
    public static Container Matroska { get; } = TryForName("matroska")!;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static readonly Container PngSequence = Sequence(All.First(container => container.Name == "png"));

    private static IEnumerable<string> Pictures =>
        All.Where(container => container.IsPicture).SelectMany(container => container.Extensions);

    private static Container Sequence(Container picture) => picture with
    {
        Name = picture.Name.ToUpperInvariant() + " sequence",
        Extensions = [],
        IsPicture = false,
        IsSequence = true,
        Arguments = "",
    };

    /// <summary>Finds the container of a path by its extension; a folder or a pattern is a sequence of pictures.</summary>
    /// <exception cref="UsageException">No container has that extension.</exception>
    public static Container ForPath(string path)
    {
        if (SequenceName.IsFolder(path))
        {
            return PngSequence;
        }

        var extension = Path.GetExtension(path).ToLowerInvariant();
        var found = All.FirstOrDefault(container => container.Extensions.Contains(extension));
        if (SequenceName.IsPattern(path))
        {
            return found is { IsPicture: true } ? Sequence(found)
                : throw new UsageException($"{path}: a sequence is made of {string.Join(", ", Pictures.Select(end => "*" + end))}.");
        }

        var names = string.Join(", ", All.SelectMany(container => container.Extensions).Select(end => "*" + end));
        return found ?? throw new UsageException($"{path}: no known format; name the output {names}, or a folder: name/");
    }

    /// <summary>Finds the container that a user names for a stream; null where no container has that name.</summary>
    public static Container? TryForName(string name) =>
        All.FirstOrDefault(container => (container.Name == name || container.Extensions.Contains("." + name)) && !container.IsPicture);

    /// <summary>The names of the containers that streams can be written in.</summary>
    public static string ForStreams { get; } =
        string.Join(", ", All.Where(container => !container.IsPicture).Select(container => container.Name));

    /// <summary>The file names with which a cut-out keeps its alpha.</summary>
    public static string WithAlpha { get; } = string.Join(
        ", ",
        All.Where(container => container.HoldsAlpha && container.Extensions is [not ".raw" and not ".nut", ..])
            .Select(container => "*" + container.Extensions[0]));
}
