using System.Globalization;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Encoding;

/// <summary>How ffmpeg encodes one output from frames on its standard input.</summary>
/// <param name="Output">How the output is encoded.</param>
/// <param name="Source">The clip that the frames were made of.</param>
internal sealed record EncodingJob(EncoderOptions Output, MediaInfo Source)
{
    /// <summary>What the samples mean.</summary>
    public required ColorSpace Color { get; init; }

    /// <summary>Whether frames of linear light were brought to a curve with room for highlights.</summary>
    public bool HasHighlights { get; init; }

    /// <summary>Whether frames are live, so that the encoder must not hold them back.</summary>
    public bool IsLive { get; init; }

    /// <summary>What holds the output.</summary>
    public Container Container => Output.Container;

    /// <summary>The sound, and the range of it that is wanted; null for none.</summary>
    public Soundtrack? Sound { get; init; }

    /// <summary>Whether anything is heard or read beside the frames.</summary>
    public bool HasSound => Sound is { AudioCodecs.Count: > 0 } or { SubtitleCodecs.Count: > 0 };

    /// <summary>Where the range that is wanted begins, after the clip's beginning.</summary>
    public TimeSpan From { get; init; }

    /// <summary>How often it is played in all; 0 for without end.</summary>
    public int Plays { get; init; }

    /// <summary>How long the last frame is shown; null where unknown.</summary>
    public TimeSpan? LastFrameDuration { get; init; }

    /// <summary>The codec: the one that was asked for, or the container's first that can hold such frames.</summary>
    public VideoCodec Codec(VideoFormat frames)
    {
        var able = Container.Codecs.Where(codec => !frames.Layout.HasAlpha || codec.Alpha is not null).ToArray();
        return able.FirstOrDefault(codec => codec.Name == Output.Codec)
            ?? able.FirstOrDefault(
                codec => codec.Deep is not null && IsPlayedDeep(codec) && frames.Layout is { BytesPerSample: > 1, HasAlpha: false })
            ?? able[0];
    }

    /// <summary>The arguments.</summary>
    /// <param name="frames">What the frames are.</param>
    /// <param name="start">The time of the first frame.</param>
    /// <param name="lead">How long after the beginning of the range that is, in the clip's own time.</param>
    /// <param name="target">Where the output goes, as ffmpeg takes it.</param>
    /// <param name="isStream">Whether that cannot be sought.</param>
    public IEnumerable<string> Arguments(VideoFormat frames, TimeSpan start, TimeSpan lead, string target, bool isStream)
    {
        var codec = Codec(frames);
        var sound = Sound is { IsSpooled: false } ? Sound : null;
        return
        [
            .. StartingAt(start), .. ConstantRate(), .. IsLive ? FFmpegTools.ShortRateProbe : [], "-f", "nut", "-i", "pipe:0",
            .. sound?.InputArguments ?? [],
            "-map", "0:v:0", .. sound?.MapArguments(Container, input: 1) ?? [],
            .. CodecArguments(codec, frames), .. IsLive && isStream ? AtOnce : LastFrameArguments(), .. Times(),
            .. MuxerArguments(Muxing(isStream)),
            .. NumberArguments(), .. TagArguments(lead),
            .. Output.FFmpegArguments, "-f", Container.Muxer, "-y", target,
        ];
    }

    /// <summary>The arguments that add sound to a finished video.</summary>
    /// <param name="video">The video.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="start">The time of the first frame.</param>
    /// <param name="lead">How long after the beginning of the range that is, in the clip's own time.</param>
    /// <param name="target">Where the output goes, as ffmpeg takes it.</param>
    public IEnumerable<string> AddingArguments(string video, Soundtrack sound, TimeSpan start, TimeSpan lead, string target) =>
    [
        .. StartingAt(start), .. InputArguments.Of(new FileLocation(video), "file,pipe"), .. sound.InputArguments,
        "-map", "0:v:0", "-c:v", "copy", .. sound.MapArguments(Container, input: 1), .. LastFrameArguments(),
        .. MuxerArguments(Container.Arguments), .. TagArguments(lead),
        "-f", Container.Muxer, "-y", target,
    ];

    /// <summary>The arguments that join encoded parts, and add sound.</summary>
    /// <param name="list">A list of the parts, as FFmpeg's concat demuxer reads it.</param>
    /// <param name="start">The time of the first frame.</param>
    /// <param name="lead">How long after the beginning of the range that is, in the clip's own time.</param>
    /// <param name="target">Where the output goes, as ffmpeg takes it.</param>
    public IEnumerable<string> JoiningArguments(string list, TimeSpan start, TimeSpan lead, string target) =>
    [
        .. StartingAt(start), .. InputArguments.List(list), .. Sound?.InputArguments ?? [],
        "-map", "0:v:0", "-c:v", "copy", .. Sound?.MapArguments(Container, input: 1) ?? [], .. LastFrameArguments(),
        .. MuxerArguments(Container.Arguments), .. TagArguments(lead),
        "-f", Container.Muxer, "-y", target,
    ];

    // ffmpeg moves each input's first time to 0. Where the sound's 0 is the clip's beginning, a late first frame has to stay late.
    private static string[] StartingAt(TimeSpan start) => ["-itsoffset", FFmpegTools.Seconds(start)];

    // Neither threads that encode a frame each, nor the filter that gives the last packet its duration, which always holds one packet, nor
    // the muxer's buffer keep a frame of a live stream.
    private static readonly string[] AtOnce = ["-thread_type", "slice", "-flush_packets", "1"];

    private string Curve => HasHighlights ? LinearLight.Highlights : Color.IsHighDynamicRange ? Color.Transfer : LinearLight.Shown;

    // Few players play H.264 of ten bits; most that play HEVC play it with ten bits.
    private static bool IsPlayedDeep(VideoCodec codec) => codec != VideoCodecs.H264;

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<string> MuxerArguments(string arguments)
    {
        const string flags = "-movflags ";
        const string longNames = "+use_metadata_tags";
        var needsFlag = Container.HoldsLongNames && Source.Tags.HasLongNames;
        return
        [
            .. Words(!needsFlag ? arguments
                : arguments.Contains(flags, StringComparison.Ordinal)
                    ? arguments.Replace(flags, flags + longNames, StringComparison.Ordinal)
                    : $"{arguments} {flags}{longNames}"),
            .. Container.Repeats?.Invoke(Plays) ?? [],
        ];
    }

    // By default ffmpeg copies some of these between some containers. With these arguments they are the same between all of them.
    private IEnumerable<string> TagArguments(TimeSpan lead)
    {
        if (!Container.HoldsTags)
        {
            return [];
        }

        var tags = Source.Tags;
        var timecode = Timecode.TryParse(tags.Timecode, Source.FrameRate);
        var passed = From + lead - Source.VideoStart;
        var first = passed > TimeSpan.Zero && Source.FrameRate is { } rate ? timecode?.Add(rate.Inverse.Ticks(passed)).ToString()
            : timecode?.ToString() ?? tags.Timecode;
        return
        [
            .. Tag("-metadata", "creation_time", tags.Created), .. Tag("-metadata", "location", tags.Location),
            .. Tag("-metadata", "timecode", first),
            .. Container.HoldsReel && first is not null && tags.Reel is not null
                ? [.. Tag("-metadata:s:v:0", "reel_name", tags.Reel), .. Tag("-metadata:s:v:0", "timecode", first)]
                : Array.Empty<string>(),
        ];

        static string[] Tag(string option, string name, string? value) => value is null ? [] : [option, $"{name}={value}"];
    }

    // Pictures made of numbered pictures keep their numbers.
    private string[] NumberArguments() => Container.IsSequence && Source.FirstNumber is { } first
        ? ["-start_number", first.ToString(CultureInfo.InvariantCulture)]
        : [];

    private string Muxing(bool isStream) =>
        isStream && IsLive && Container.LiveArguments != "" ? Container.LiveArguments
        : isStream && Container.StreamArguments != "" ? Container.StreamArguments
        : Container.Arguments;

    // y4m has a rate in its header and no times: frames follow each other at the mean rate.
    private string[] ConstantRate() => Container.HasTimes || Source.FrameRate is not { } rate ? [] : ["-r", rate.ToString()];

    private string[] Times() => ConstantRate() is [_, ..] rate ? rate : [.. FFmpegTools.KeepTimestamps, "-enc_time_base:v", "-1"];

    private IEnumerable<string> CodecArguments(VideoCodec codec, VideoFormat frames)
    {
        var isOdd = ((frames.Width | frames.Height) & 1) != 0;
        var format = codec.PixelFormat(frames.Layout, isOdd);
        var isYuv = format.StartsWith("yuv", StringComparison.Ordinal);
        var range = format.StartsWith("yuvj", StringComparison.Ordinal) ? "pc" : Color.Range;
        var meaning = isYuv ? $"out_color_matrix={Color.ScalerMatrix}:out_range={range}:" : "";
        string[] tags = isYuv && !Container.IsPicture && !Container.IsSequence
            ? ["-colorspace", Color.Matrix, "-color_primaries", Color.Primaries, "-color_trc", Color.EncoderTransfer, "-color_range", range]
            : [];
        string[] hevcTag = codec == VideoCodecs.Hevc && Container.Muxer is "mp4" or "mov" ? ["-tag:v", "hvc1"] : [];

        // ffmpeg guesses no useful rate for frames of uneven times, and SVT-AV1 refuses a rate above 240. It only places key frames by it.
        string[] rate = codec == VideoCodecs.Av1
            ? ["-svtav1-params", $"fps={Math.Clamp(Math.Round(Source.FrameRate?.Value ?? 30), 1, 240)}"]
            : [];
        return
        [
            .. Words(codec.Arguments), .. IsLive ? Words(codec.LiveArguments) : [], .. rate, .. codec.QualityArguments(Output.Quality),
            .. frames.Layout.HasAlpha ? Words(codec.AlphaArguments) : [],
            "-vf", Light() ?? Palette() ?? $"scale={meaning}flags={FFmpegTools.ExactScaling},format={format}",
            .. tags, .. hevcTag,
        ];

        string? Light() => !codec.IsLinear ? null
            : LinearLight.FromSamples(frames.Layout, Curve, Output.PremultipliesLight, isHalf: codec == VideoCodecs.Exr);

        string? Palette() => format == codec.Gray ? null : codec.Filter?.Invoke(frames.Layout.HasAlpha);
    }

    // ffmpeg loses the last frame's duration in the encoder. So every packet is given this duration; where another packet follows, the
    // distance of their times counts.
    private IEnumerable<string> LastFrameArguments() => (LastFrameDuration, Container) switch
    {
        ({ } last, { IsGif: true }) => ["-final_delay", GifTimeline.ToDelay(last).ToString(CultureInfo.InvariantCulture)],
        ({ } last, { HasFinalDelay: true }) => ["-final_delay", FFmpegTools.Seconds(last)],
        ({ } last, { HoldsSound: true, Muxer: not "nut" }) => ["-bsf:v", $"setts=pts=PTS:dts=DTS:duration={FFmpegTools.Seconds(last)}/TB"],
        _ => [],
    };
}
