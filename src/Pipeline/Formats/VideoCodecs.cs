namespace U2Video.Pipeline.Formats;

/// <summary>The codecs that outputs are encoded with.</summary>
internal static class VideoCodecs
{
    /// <summary>H.264: plays everywhere; no alpha.</summary>
    public static VideoCodec H264 { get; } = new("h264", "-c:v libx264 -preset veryfast", "yuv420p")
    {
        LiveArguments = "-preset superfast -tune zerolatency",
        OpaqueOdd = "yuv444p",
        Deep = "yuv420p10le",
        DeepOdd = "yuv444p10le",
        Quality = ("-crf", 40, 10),
    };

    /// <summary>HEVC, which plays ten bits on most devices; no alpha.</summary>
    public static VideoCodec Hevc { get; } = new("hevc", "-c:v libx265 -preset fast -x265-params log-level=error", "yuv420p")
    {
        LiveArguments = "-preset ultrafast -tune zerolatency",
        OpaqueOdd = "yuv444p",
        Deep = "yuv420p10le",
        DeepOdd = "yuv444p10le",
        Quality = ("-crf", 42, 12),
    };

    /// <summary>AV1; no alpha.</summary>
    public static VideoCodec Av1 { get; } = new("av1", "-c:v libsvtav1 -preset 8", "yuv420p")
    {
        Deep = "yuv420p10le",
        Quality = ("-crf", 55, 20),
    };

    /// <summary>
    /// VP9, which browsers play with alpha. Its alternate reference frames and alpha exclude each other. Its fast mode, because
    /// the good one takes two to four times the time for files that are a tenth to a quarter smaller (docs/performance.md).
    /// </summary>
    public static VideoCodec Vp9 { get; } = new("vp9", "-c:v libvpx-vp9 -b:v 0 -deadline realtime -cpu-used 5 -row-mt 1", "yuv420p")
    {
        LiveArguments = "-cpu-used 8 -lag-in-frames 0",
        Deep = "yuv420p10le",
        Alpha = "yuva420p",
        AlphaArguments = "-auto-alt-ref 0",
        Quality = ("-crf", 55, 20),
    };

    /// <summary>ProRes 4444, for editors.</summary>
    public static VideoCodec ProRes { get; } = new("prores", "-c:v prores_ks -profile:v 4444 -vendor apl0", "yuv444p10le")
    {
        Alpha = "yuva444p10le",
    };

    /// <summary>QuickTime Animation: lossless, for editors.</summary>
    public static VideoCodec QuickTimeAnimation { get; } = new("qtrle", "-c:v qtrle", "rgb24") { Alpha = "argb" };

    /// <summary>FFV1: lossless, for archives and further work.</summary>
    public static VideoCodec Ffv1 { get; } = new("ffv1", "-c:v ffv1 -level 3 -slicecrc 1", "bgr0")
    {
        Gray = "gray",
        Deep = "gbrp16le",
        Alpha = "bgra",
        DeepAlpha = "gbrap16le",
    };

    /// <summary>
    /// GIF with a palette for each frame, so that the filters never hold more than one frame, however long the clip is. It dithers in
    /// order, because that pattern stands still where error diffusion moves, and takes half the time. Grays are exact: there are 256 of
    /// them.
    /// </summary>
    public static VideoCodec Gif { get; } = new("gif", "-c:v gif", "bgra")
    {
        Gray = "gray",
        Alpha = "bgra",
        Filter = hasAlpha => hasAlpha
            ? "split[colors][picture];[colors]palettegen=stats_mode=single:reserve_transparent=1[palette];" +
              "[picture][palette]paletteuse=new=1:dither=bayer:bayer_scale=4:alpha_threshold=128"
            : "split[colors][picture];[colors]palettegen=stats_mode=single:reserve_transparent=0[palette];" +
              "[picture][palette]paletteuse=new=1:dither=bayer:bayer_scale=4:diff_mode=rectangle",
    };

    /// <summary>Animated PNG: lossless.</summary>
    public static VideoCodec Apng { get; } = new("apng", "-c:v apng", "rgb24")
    {
        Gray = "gray",
        Deep = "rgb48be",
        Alpha = "rgba",
        DeepAlpha = "rgba64be",
    };

    /// <summary>WebP, still or animated.</summary>
    public static VideoCodec WebP { get; } = new("webp", "-c:v libwebp_anim", "bgra") { Alpha = "bgra", Quality = ("-quality", 0, 100) };

    /// <summary>PNG: lossless.</summary>
    public static VideoCodec Png { get; } = new("png", "-c:v png", "rgb24")
    {
        Gray = "gray",
        Deep = "rgb48be",
        Alpha = "rgba",
        DeepAlpha = "rgba64be",
    };

    /// <summary>OpenEXR of half floats.</summary>
    public static VideoCodec Exr { get; } = new("exr", "-c:v exr -format half -compression zip16", "gbrpf32le")
    {
        Gray = "grayf32le",
        Deep = "gbrpf32le",
        Alpha = "gbrapf32le",
        DeepAlpha = "gbrapf32le",
        IsLinear = true,
    };

    /// <summary>OpenEXR of floats.</summary>
    public static VideoCodec ExrFloat { get; } = Exr with { Name = "exr-float", Arguments = "-c:v exr -format float -compression zip16" };

    /// <summary>JPEG; no alpha.</summary>
    public static VideoCodec Jpeg { get; } = new("jpeg", "-c:v mjpeg -huffman optimal", "yuvj444p") { Quality = ("-q:v", 13, 1) };

    /// <summary>Pixels as they are.</summary>
    public static VideoCodec RawVideo { get; } = new("rawvideo", "-c:v rawvideo", "rgb24")
    {
        Gray = "gray",
        Deep = "rgb48le",
        Alpha = "rgba",
        DeepAlpha = "rgba64le",
    };

    /// <summary>Planes as they are, for y4m, which has no RGB.</summary>
    public static VideoCodec RawYuv { get; } = new("rawvideo", "-c:v wrapped_avframe", "yuv444p") { Gray = "gray" };
}
