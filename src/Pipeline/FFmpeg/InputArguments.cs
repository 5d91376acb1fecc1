using System.Globalization;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>What ffmpeg and ffprobe are told to open an input, and nothing beside it.</summary>
internal static class InputArguments
{
    /// <summary>The most pixels that a frame may have: a small file can claim any size, and memory is taken for it.</summary>
    public const long LargestPicture = 1 << 27;

    // None of these reads local files: what a playlist at an address names lies at an address too.
    private const string NetworkProtocols =
        "http,https,httpproxy,tls,tcp,udp,rtp,srtp,rtsp,rtsps,rtmp,rtmps,rtmpt,rtmpts,rtmpe,srt,ftp,crypto,data";

    // How long the network may be silent, in microseconds.
    private const string NetworkTimeout = "30000000";

    // Formats in which times may jump (AVFMT_TS_DISCONT in ffmpeg's demuxers).
    private static readonly string[] BroadcastFormats = ["mpegts", "mpeg", "ogg", "flv", "rm"];

    private static readonly string[] PictureLimit = ["-max_pixels", LargestPicture.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The arguments that open the standard input.</summary>
    public static IReadOnlyList<string> Pipe => [.. Limits("pipe"), "-i", "pipe:0"];

    /// <summary>The arguments that open a file or an address.</summary>
    /// <param name="location">The file or the address. An address may lead to other addresses, but to no file of this machine.</param>
    /// <param name="protocols">The protocols that a run on a file may use, those of its output among them.</param>
    public static IReadOnlyList<string> Of(MediaLocation location, string protocols = "file") => location switch
    {
        FileLocation file => [.. Limits(protocols), "-i", FFmpegTools.FileArgument(file.Path)],
        AddressLocation address =>
        [
            .. address.IsHttp ? ["-rw_timeout", NetworkTimeout] : Array.Empty<string>(),
            "-protocol_whitelist", NetworkProtocols, "-format_whitelist", Demuxers.WithStreams, .. PictureLimit, "-i", address.Address,
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(location)),
    };

    /// <summary>The arguments that open numbered pictures as a clip.</summary>
    /// <param name="pattern">The full path of the files, with ffmpeg's place for a number that counts from 0.</param>
    /// <param name="rate">Frames a second.</param>
    public static IReadOnlyList<string> PicturesAt(string pattern, Rational rate) =>
    [
        .. Limits("file,pipe"), "-f", "image2", "-pattern_type", "sequence", "-start_number", "0", "-framerate", rate.ToString(),
        "-i", pattern,
    ];

    /// <summary>The arguments that open files one after the other, as a list of this program's own names them.</summary>
    /// <param name="list">The list, as FFmpeg's concat demuxer reads it.</param>
    public static IReadOnlyList<string> List(string list) =>
    [
        "-protocol_whitelist", "file,pipe", "-format_whitelist", $"concat,{Demuxers.SelfContained}", .. PictureLimit,
        "-f", "concat", "-safe", "0", "-i", FFmpegTools.FileArgument(list),
    ];

    /// <summary>The arguments that limit an input to a range of times.</summary>
    public static IEnumerable<string> Range(ClipRange range) =>
    [
        .. range.From is { } from ? ["-ss", FFmpegTools.Seconds(from)] : Array.Empty<string>(),
        .. range.Length is { } length ? ["-t", FFmpegTools.Seconds(length)] : Array.Empty<string>(),
    ];

    /// <summary>
    /// The arguments that make ffmpeg count from the clip's beginning. By default it counts from the earliest time, so that the pictures
    /// begin late by as much as the sound begins early. In broadcast formats it counts from the earliest time of the streams that are asked
    /// for, which loses a late start, unless an offset is given: one of less than a tick is enough.
    /// </summary>
    public static IReadOnlyList<string> Clock(MediaInfo media) =>
        ClockOffset(media) is { Ticks: not 0 } offset ? ["-itsoffset", FFmpegTools.Seconds(offset)] : [];

    /// <summary>
    /// How far the time stamp 0 of a range lies behind that of the whole clip. ffmpeg moves all time stamps by one number of the stream's
    /// own ticks, rounded, so this is exact.
    /// </summary>
    /// <param name="media">The clip.</param>
    /// <param name="range">The range.</param>
    /// <param name="timeBase">Seconds in a tick of the decoded frames, as fine as that of the stream or finer.</param>
    /// <returns>Ticks of the decoded frames.</returns>
    public static long TicksBefore(MediaInfo media, ClipRange range, Rational timeBase)
    {
        if (media is { IsSequence: true, FrameRate: { } rate })
        {
            return rate.Inverse.Rescale(media.SkippedPictures, timeBase);
        }

        var own = media.TimeBase ?? timeBase;
        var shift = ClockOffset(media) - media.FirstTime;
        return own.Rescale(own.Ticks(shift) - own.Ticks(shift - range.Start), timeBase);
    }

    private static TimeSpan ClockOffset(MediaInfo media) =>
        media.FirstTime < TimeSpan.Zero ? media.FirstTime
        : BroadcastFormats.Contains(media.Format) ? TimeSpan.FromMicroseconds(1)
        : TimeSpan.Zero;

    private static IEnumerable<string> Limits(string protocols) =>
        ["-protocol_whitelist", protocols, "-format_whitelist", Demuxers.SelfContained, .. PictureLimit];
}
