using U2Video.Core.Imaging;

namespace U2Video.Pipeline.FFmpeg;

/// <summary>
/// Filters between pictures of floating point, which hold linear light, and samples of a curve that the network and the eye are used to.
/// Where alpha is in such pictures, it is multiplied into the colors, as OpenEXR's specification has it.
/// </summary>
internal static class LinearLight
{
    /// <summary>The curve of what is shown: sRGB's, where 1.0 is the largest sample.</summary>
    public const string Shown = "iec61966-2-1";

    /// <summary>A curve with room for highlights: that of SMPTE ST 2084 (PQ), where 1.0 is a hundredth of the largest light.</summary>
    public const string Highlights = "smpte2084";

    // PQ's largest light is 10,000 candelas a square meter. Other curves have no use for it.
    private const string White = "npl=100";

    // The encoder cuts the bits off that half floats have no room for. 0.0003 stops are 0.4 of a half float's last bit, so that values
    // which half floats hold come out as they were.
    private const string HalfOfLastBit = "exposure=0.0003";

    // The scaler takes gray floats to have a limited range unless it is told otherwise.
    private const string FullRange = "scale=in_range=full:out_range=full";

    /// <summary>From linear light to sixteen-bit RGB of a curve.</summary>
    /// <param name="pixelFormat">FFmpeg's name of the picture's pixels.</param>
    /// <param name="hasAlpha">Whether they have alpha; it is divided out.</param>
    /// <param name="curve">FFmpeg's name of the curve.</param>
    public static string ToSamples(string pixelFormat, bool hasAlpha, string curve)
    {
        var floats = pixelFormat.StartsWith("gray", StringComparison.Ordinal)
            ? $"{FullRange},format=gray16le,format=gbrp16le,zscale,format=gbrpf32le"
            : hasAlpha ? "format=gbrapf32le,unpremultiply=inplace=1"
            : "format=gbrpf32le";
        return $"{floats},zscale=tin=linear:t={curve}:{White},format={(hasAlpha ? "gbrap16le" : "gbrp16le")}";
    }

    /// <summary>From samples to linear light.</summary>
    /// <param name="layout">What the samples are; gray is a mask, which has no curve.</param>
    /// <param name="curve">FFmpeg's name of the curve.</param>
    /// <param name="premultiplies">Whether alpha is multiplied into the colors.</param>
    /// <param name="isHalf">Whether half floats are written.</param>
    public static string FromSamples(PixelLayout layout, string curve, bool premultiplies, bool isHalf)
    {
        var planes = (layout.HasAlpha ? "gbrap" : "gbrp") + (layout.BytesPerSample == 1 ? "" : "16le");
        var floats = layout.HasAlpha ? "gbrapf32le" : "gbrpf32le";
        string[] filters =
        [
            $"format={planes}",
            layout.Channels == 1 ? "zscale" : $"zscale=tin={curve}:t=linear:{White}",
            $"format={floats}",
            .. premultiplies && layout.HasAlpha ? ["premultiply=inplace=1"] : Array.Empty<string>(),
            .. isHalf ? [HalfOfLastBit] : Array.Empty<string>(),
            .. layout.Channels == 1 ? ["extractplanes=g"] : Array.Empty<string>(),
        ];
        return string.Join(',', filters);
    }
}
