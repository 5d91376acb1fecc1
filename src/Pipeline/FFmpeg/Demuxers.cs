namespace U2Video.Pipeline.FFmpeg;

/// <summary>
/// Which of ffmpeg's demuxers may open an input. Some read, besides the file that they are given, other files that it names: playlists
/// (hls, dash, concat, imf), session descriptions (sdp), patterns of names (image2, below), vector pictures. A file must not choose
/// what else is opened, so only demuxers that read nothing but the one file are allowed.
/// </summary>
internal static class Demuxers
{
    private static readonly string[] Clips =
    [
        "mov", "matroska", "avi", "gif", "apng", "mpegts", "mpeg", "mpegvideo", "flv", "live_flv", "asf", "ogg", "nut", "yuv4mpegpipe",
        "mxf",
        "dv", "swf", "rm", "ivf", "obu", "av1", "h261", "h263", "h264", "hevc", "vvc", "m4v", "mjpeg", "mpjpeg", "mjpeg_2000", "vc1",
        "vc1test",
        "dirac", "dnxhd", "cavsvideo", "avs2", "avs3", "gxf", "wtv", "nsv", "nuv", "roq", "bink", "smk", "flic", "film_cpk", "pva", "kux",
        "ty",
        "lmlm4", "vivo", "idcin", "4xm", "wc3movie", "ea", "psxstr", "thp", "yop", "rpl", "cine", "avr", "mv", "mtv", "iff", "ipmovie",
        "jv", "anm", "bethsoftvid", "bfi", "c93", "cdxl", "dxa", "ser", "filmstrip", "fits", "nc", "tmv", "tiertexseq", "vmd", "xmv",
        "webp_anim",
    ];

    // image2 reads most photographs. It reads other files only where a name is a pattern or ends with .y, and InputAliases hands no such
    // name to ffmpeg.
    private static readonly string[] Pictures =
    [
        "image2", "png_pipe", "jpeg_pipe", "jpegls_pipe", "jpegxl_pipe", "jpegxl_anim", "j2k_pipe", "webp_pipe", "bmp_pipe", "tiff_pipe",
        "gif_pipe",
        "pam_pipe", "pbm_pipe", "pgm_pipe", "pgmyuv_pipe", "ppm_pipe", "pfm_pipe", "phm_pipe", "pgx_pipe", "qoi_pipe", "dpx_pipe",
        "exr_pipe",
        "sgi_pipe", "hdr_pipe", "pcx_pipe", "xbm_pipe", "xpm_pipe", "xwd_pipe", "sunrast_pipe", "psd_pipe", "dds_pipe", "ico",
        "photocd_pipe",
        "gem_pipe", "pictor_pipe", "qdraw_pipe", "cri_pipe", "vbn_pipe",
    ];

    // Sound files are refused later with a message that fits, whether they have a cover picture or not.
    private static readonly string[] Sounds =
    [
        "mp3", "wav", "w64", "flac", "aac", "ac3", "eac3", "aiff", "au", "amr", "caf", "ape", "wv", "tta", "dts",
    ];

    // Where the user allowed an address, a playlist or a stream is what the user asked for.
    private static readonly string[] Streams = ["hls", "dash", "rtsp", "rtp", "sdp", "mpjpeg"];

    /// <summary>For files and pipes.</summary>
    public static string SelfContained { get; } = string.Join(',', [.. Clips, .. Pictures, .. Sounds]);

    /// <summary>For addresses.</summary>
    public static string WithStreams { get; } = string.Join(',', [SelfContained, .. Streams]);
}
