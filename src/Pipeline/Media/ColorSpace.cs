namespace U2Video.Pipeline.Media;

/// <summary>What the samples of a video mean, in FFmpeg's names (ITU-T H.273 numbers the same values).</summary>
/// <param name="Matrix">How YUV is made of RGB.</param>
/// <param name="Primaries">The colors of the primaries.</param>
/// <param name="Transfer">The transfer function.</param>
/// <param name="IsFullRange">Whether samples use 0…255 instead of 16…235.</param>
internal sealed record ColorSpace(string Matrix, string Primaries, string Transfer, bool IsFullRange)
{
    /// <summary>The color space of pictures and GIFs, and of videos that are made of them: BT.709, limited range.</summary>
    public static ColorSpace Srgb { get; } = new("bt709", "bt709", "bt709", IsFullRange: false);

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
}
