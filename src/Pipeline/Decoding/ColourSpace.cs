using FFMpegCore;

namespace U2Video.Pipeline.Decoding;

/// <summary>What the samples of a video mean, in FFmpeg's names (ITU-T H.273 numbers the same values).</summary>
/// <param name="Matrix">How YUV is made of RGB.</param>
/// <param name="Primaries">The colours of the primaries.</param>
/// <param name="Transfer">The transfer function.</param>
/// <param name="IsFullRange">Whether 0…255 are used and not 16…235.</param>
internal sealed record ColourSpace(string Matrix, string Primaries, string Transfer, bool IsFullRange)
{
    private const int HighDefinitionHeight = 720;
    private const int HighDefinitionWidth = 1280;

    // What every supported ffmpeg can be told; a value that it learnt later would be refused by its own encoders' options.
    private static readonly string[] Matrices = ["bt709", "smpte170m", "bt470bg", "bt2020nc", "smpte240m", "fcc"];

    private static readonly string[] AllPrimaries =
        ["bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020", "smpte428", "smpte431", "smpte432"];

    private static readonly string[] Transfers =
    [
        "bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "linear", "log100", "log316", "iec61966-2-4", "bt1361e", "iec61966-2-1",
        "bt2020-10", "bt2020-12", "smpte2084", "smpte428", "arib-std-b67",
    ];

    /// <summary>What pictures and GIFs are in, and players expect of a video that was made of them: BT.709, limited range.</summary>
    public static ColourSpace Srgb { get; } = new("bt709", "bt709", "bt709", IsFullRange: false);

    /// <summary>Whether it is a high dynamic range: PQ or HLG.</summary>
    public bool IsHighDynamicRange => Transfer is "smpte2084" or "arib-std-b67";

    /// <summary>The filter's name of the matrix: swscale's differ from the stream's.</summary>
    public string ScalerMatrix => Matrix switch
    {
        "bt2020nc" => "bt2020",
        "bt470bg" => "bt470",
        _ => Matrix,
    };

    /// <summary>The encoders' name of the transfer function: ffprobe's differ for two.</summary>
    public string EncoderTransfer => Transfer switch
    {
        "bt470m" => "gamma22",
        "bt470bg" => "gamma28",
        _ => Transfer,
    };

    /// <summary>The filter's name of the range.</summary>
    public string Range => IsFullRange ? "pc" : "tv";

    /// <summary>
    /// Reads a stream's tags. Where it has none, what players assume is taken: BT.709 for high definition, BT.601 below it.
    /// </summary>
    public static ColourSpace Of(FFProbeStream stream)
    {
        var pixelFormat = stream.PixelFormat ?? "";
        if (!MediaInfo.IsYuvFormat(pixelFormat))
        {
            return Srgb;
        }

        var isHighDefinition = stream.Height >= HighDefinitionHeight || stream.Width >= HighDefinitionWidth;
        var matrix = Matrices.Contains(stream.ColorSpace) ? stream.ColorSpace! : isHighDefinition ? "bt709" : "smpte170m";
        return new ColourSpace(
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
