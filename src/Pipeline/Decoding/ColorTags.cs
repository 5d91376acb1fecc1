using FFMpegCore;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Decoding;

/// <summary>Reads what the samples of a stream mean from its tags.</summary>
internal static class ColorTags
{
    private const int HighDefinitionHeight = 720;
    private const int HighDefinitionWidth = 1280;

    // The values that every supported ffmpeg takes. An older one refuses later values.
    private static readonly string[] Matrices = ["bt709", "smpte170m", "bt470bg", "bt2020nc", "smpte240m", "fcc"];

    private static readonly string[] AllPrimaries =
        ["bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020", "smpte428", "smpte431", "smpte432"];

    private static readonly string[] Transfers =
    [
        "bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "linear", "log100", "log316", "iec61966-2-4", "bt1361e", "iec61966-2-1",
        "bt2020-10", "bt2020-12", "smpte2084", "smpte428", "arib-std-b67",
    ];

    /// <summary>
    /// Reads a stream's tags. Where it has none, it means what players assume: BT.709 for high definition, BT.601 below it.
    /// </summary>
    public static ColorSpace Read(FFProbeStream stream)
    {
        var pixelFormat = stream.PixelFormat ?? "";
        if (!MediaInfo.IsYuvFormat(pixelFormat))
        {
            return ColorSpace.Srgb;
        }

        var isHighDefinition = stream.Height >= HighDefinitionHeight || stream.Width >= HighDefinitionWidth;
        var matrix = Matrices.Contains(stream.ColorSpace) ? stream.ColorSpace! : isHighDefinition ? "bt709" : "smpte170m";
        return new ColorSpace(
            matrix,
            AllPrimaries.Contains(stream.ColorPrimaries) ? stream.ColorPrimaries! : PrimariesFor(matrix),
            Transfers.Contains(stream.ColorTransfer) ? stream.ColorTransfer! : matrix is "smpte170m" or "bt470bg" ? "smpte170m" : "bt709",
            stream.ColorRange == "pc" || pixelFormat.StartsWith("yuvj", StringComparison.Ordinal));
    }

    private static string PrimariesFor(string matrix) => matrix switch
    {
        "bt2020nc" => "bt2020",
        "fcc" => "bt470m",
        _ => matrix,
    };
}
