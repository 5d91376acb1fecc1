using System.Globalization;
using U2Video.Core.Imaging;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// The command line that decodes a clip to RGB frames, upright, each with the time that the container gives it: counted from the
/// beginning of the range that is wanted, or of the clip, which in broadcasts is hours after 0.
/// </summary>
internal static class DecoderArguments
{
    // HDR to SDR in the order that the filters need: linear light, narrower primaries, the curve, the transfer function of BT.709.
    private const string ToneMap =
        "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv";

    // Threads that decode a frame each would hold back as many frames as there are threads.
    private static readonly string[] Soon = ["-thread_type", "slice", .. FFmpegTools.ShortRateProbe];

    // Colors of half size are not interpolated: 0.7 ms of a processor for a frame of 1280×720 instead of 5.8.
    private const string FastScaling = "fast_bilinear";

    // The filters that undo the orientations 2 to 8 of EXIF.
    private static readonly string[] Upright =
        ["hflip", "hflip,vflip", "vflip", "transpose=cclock_flip", "transpose=clock", "transpose=clock_flip", "transpose=cclock"];

    /// <summary>All arguments.</summary>
    /// <param name="media">The clip.</param>
    /// <param name="options">Which of its frames are decoded, and into what.</param>
    /// <param name="input">The arguments that open it.</param>
    public static IEnumerable<string> For(MediaInfo media, DecoderOptions options, IEnumerable<string> input)
    {
        var layout = media.Layout(options.KeepDepth);
        var filters = Filters(media, options, layout.Name);
        return
        [
            .. media.HasHiddenAlpha ? ["-c:v", media.Codec == "vp8" ? "libvpx" : "libvpx-vp9"] : Array.Empty<string>(),
            .. options.IsLive ? Soon : [], .. options.IsPaced ? ["-re"] : Array.Empty<string>(),
            .. media.IsSequence ? ["-xerror"] : Array.Empty<string>(),
            .. media.IsTurnedByTag ? ["-noautorotate"] : Array.Empty<string>(),
            .. InputArguments.Clock(media), .. InputArguments.Range(options.Range.Before(options.Lead)), .. input, "-map",
            string.Create(CultureInfo.InvariantCulture, $"0:{media.Stream}"),
            "-vf", string.Join(',', filters),
            .. options.Range.MaxFrames is { } frames ? ["-frames:v", frames.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            .. FFmpegTools.KeepTimestamps, "-enc_time_base", "-1", "-c:v", "rawvideo", "-flush_packets", "1", "-f", "nut", "pipe:1",
        ];
    }

    private static IEnumerable<string> Filters(MediaInfo media, DecoderOptions options, string layout)
    {
        if (media is { IsSequence: true, TakenStream: { } first })
        {
            // ffmpeg would bring pictures of other sizes to the size of the first one. Cropping more than there is fails.
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"crop=w='if(eq(iw,{first.Width})*eq(ih,{first.Height}),iw,iw+1)':h=ih:x=0:y=0:exact=1");
        }

        if (options.Lead > TimeSpan.Zero && media.TimeBase is { } ticks)
        {
            // Not by an offset of the input, because ffmpeg takes times in broadcasts that are ten seconds below 0 for a jump.
            var skipped = InputArguments.TicksBefore(media, options.Range, ticks)
                - InputArguments.TicksBefore(media, options.Range.Before(options.Lead), ticks);
            yield return string.Create(CultureInfo.InvariantCulture, $"trim=start_pts={skipped},setpts=PTS-{skipped}");
        }

        if (media.IsTurnedByTag)
        {
            yield return Upright[media.Orientation - 2];
        }

        if (media.IsInterlaced)
        {
            yield return "bwdif=mode=send_frame:deint=interlaced";
        }

        if (options.ToneMap && media.Color.IsHighDynamicRange)
        {
            yield return ToneMap;
        }

        if (media.IsLinear)
        {
            yield return LinearLight.ToSamples(
                media.PixelFormat, media.HasAlpha, options.KeepHighlights ? LinearLight.Highlights : LinearLight.Shown);
        }

        var color = options.ToneMap && media.Color.IsHighDynamicRange ? ColorSpace.Srgb : media.Color;
        var meaning = media.IsYuv ? $"in_color_matrix={color.ScalerMatrix}:in_range={color.Range}:" : "";
        yield return $"scale={meaning}flags={(options.IsLive ? FastScaling : FFmpegTools.ExactScaling)}";
        if (!options.IsLive && Planes(media, layout) is { } planes)
        {
            yield return $"format={planes}";
        }

        yield return $"format={layout}";
    }

    // From planar YUV, FFmpeg makes planes of RGB with vectors, and packed RGB without. Both have the same values, and to pack the planes
    // takes little time. Other formats are left alone, because for some of them the values are not the same.
    private static string? Planes(MediaInfo media, string layout) =>
        !media.PixelFormat.StartsWith("yuv", StringComparison.Ordinal) || media.IsLinear || media.Color.IsHighDynamicRange ? null
            : layout == PixelLayout.Rgb24.Name ? "gbrp"
            : layout == PixelLayout.Rgba32.Name ? "gbrap"
            : null;
}
