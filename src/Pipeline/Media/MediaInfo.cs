using System.Text.RegularExpressions;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Media;

/// <summary>What is known of a clip before it is decoded.</summary>
/// <param name="Name">The file, or what a stream is called in messages.</param>
internal sealed partial record MediaInfo(string Name)
{
    /// <summary>Where ffmpeg can open it again, for its sound; null where the clip comes through a pipe.</summary>
    public MediaLocation? Location { get; init; }

    /// <summary>The number in the name of the first picture that is taken; null where it is not a sequence of pictures.</summary>
    public int? FirstNumber { get; init; }

    /// <summary>How many pictures of a sequence come before the first that is taken.</summary>
    public int SkippedPictures { get; init; }

    /// <summary>The names of the demuxer: <c>mov,mp4,m4a,3gp,3g2,mj2</c>.</summary>
    public string Format { get; init; } = "";

    /// <summary>FFmpeg's name of the video's codec.</summary>
    public string Codec { get; init; } = "";

    /// <summary>FFmpeg's name of the video's pixel format.</summary>
    public string PixelFormat { get; init; } = "";

    /// <summary>The number of the video stream that is taken, counted over all streams from 0.</summary>
    public int Stream { get; init; }

    /// <summary>The video stream that is taken; null for raw frames.</summary>
    public VideoStreamInfo? TakenStream { get; init; }

    /// <summary>The other video streams that could have been meant.</summary>
    public IReadOnlyList<VideoStreamInfo> OtherStreams { get; init; } = [];

    /// <summary>How many frames its container says that it has; null where it does not say.</summary>
    public long? Frames { get; init; }

    /// <summary>How often it is played in all, 0 for without end; null where its format does not say.</summary>
    public int? Plays { get; init; }

    /// <summary>When, where and on which reel it was recorded.</summary>
    public MediaTags Tags { get; init; } = MediaTags.None;

    /// <summary>How long its video stream is; null where the container does not say.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>About how many frames it has, from duration and mean rate; null where the container does not say.</summary>
    public long? EstimatedFrames { get; init; }

    /// <summary>Its mean frame rate; null where the container does not say.</summary>
    public Rational? FrameRate { get; init; }

    /// <summary>How long its last frame is shown; null where the container does not say.</summary>
    public TimeSpan? LastFrameDuration { get; init; }

    /// <summary>
    /// Where the range that is wanted ends, after the clip's beginning; null where that is the clip's end, or is not known before it
    /// is reached.
    /// </summary>
    public TimeSpan? RangeEnd { get; init; }

    /// <summary>Seconds in a tick of the video stream's own time stamps; null where the container does not say.</summary>
    public Rational? TimeBase { get; init; }

    /// <summary>The earliest time that the container gives to anything in it; below 0 where sound primes its decoder.</summary>
    public TimeSpan FirstTime { get; init; }

    /// <summary>How long after the clip's beginning its video begins: sound may begin before it.</summary>
    public TimeSpan VideoStart { get; init; }

    /// <summary>The time that the container gives to the clip's beginning.</summary>
    public TimeSpan Start => FirstTime > TimeSpan.Zero ? FirstTime : TimeSpan.Zero;

    /// <summary>How the camera was held, as EXIF numbers it: 1 is upright.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>
    /// Whether a picture has to be brought upright by EXIF's number. Some versions of ffmpeg do that by themselves, others do not.
    /// </summary>
    public bool IsTurnedByTag => Orientation is > 1 and <= 8;

    /// <summary>Whether its frames may be stored in another order than that in which they are shown (B-frames).</summary>
    public bool IsReordered { get; init; }

    /// <summary>Whether it may hold fields of two times in a frame.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Whether the container says that the codec carries alpha which its own decoder leaves out (VP8 and VP9).</summary>
    public bool HasHiddenAlpha { get; init; }

    /// <summary>What the samples mean.</summary>
    public ColorSpace Color { get; init; } = ColorSpace.Srgb;

    /// <summary>The codecs of the audio streams, in order.</summary>
    public IReadOnlyList<string> AudioCodecs { get; init; } = [];

    /// <summary>The codecs of the subtitle streams, in order.</summary>
    public IReadOnlyList<string> SubtitleCodecs { get; init; } = [];

    /// <summary>Whether pixels carry alpha.</summary>
    public bool HasAlpha => HasHiddenAlpha || AlphaFormat().IsMatch(PixelFormat);

    /// <summary>Whether samples are luma and chroma.</summary>
    public bool IsYuv => IsYuvFormat(PixelFormat);

    /// <summary>Whether samples are linear light in floating point.</summary>
    public bool IsLinear => LinearFormat().IsMatch(PixelFormat);

    /// <summary>Whether a sample has more than eight bits.</summary>
    public bool IsDeep => DeepFormat().IsMatch(PixelFormat);

    /// <summary>Whether its frames are picture files.</summary>
    public bool IsSequence => FirstNumber is not null;

    /// <summary>Whether it is a picture instead of a clip.</summary>
    public bool IsPicture => !IsSequence && IsPictureFormat;

    private bool IsPictureFormat => Format is "image2" || (Format.EndsWith("_pipe", StringComparison.Ordinal) && Format != "yuv4mpegpipe");

    /// <summary>Whether it holds one picture, whatever its container is: AVIF and HEIC are MP4s to ffmpeg.</summary>
    public bool IsSingle => IsPicture || Frames == 1;

    /// <summary>Whether the samples of a pixel format of FFmpeg are luma and chroma.</summary>
    public static bool IsYuvFormat(string pixelFormat) => YuvFormat().IsMatch(pixelFormat);

    /// <summary>The layout of its frames.</summary>
    /// <param name="keepDepth">Whether samples of more than eight bits stay so.</param>
    public PixelLayout Layout(bool keepDepth) => (IsDeep && keepDepth, HasAlpha) switch
    {
        (false, false) => PixelLayout.Rgb24,
        (false, true) => PixelLayout.Rgba32,
        (true, false) => PixelLayout.Rgb48,
        (true, true) => PixelLayout.Rgba64,
    };

    // Palettes may hold a transparent entry.
    [GeneratedRegex("^(yuva|ayuv|vuya|gbrap|rgba|bgra|argb|abgr|ya8|ya16|pal8)")]
    private static partial Regex AlphaFormat();

    [GeneratedRegex("^(yuv|nv|p[024]1|yuyv|uyvy|uyyvyy|yvyu|ayuv|vuy|y21|xv[34])")]
    private static partial Regex YuvFormat();

    [GeneratedRegex("f(16|32)(le|be)$")]
    private static partial Regex LinearFormat();

    [GeneratedRegex("(9|10|12|14|16|32|48|64|nv20|xv36)(le|be)$")]
    private static partial Regex DeepFormat();
}
