namespace U2Video.Pipeline.Formats;

/// <summary>What sound is encoded with where a container does not take it as it is.</summary>
/// <param name="Encoder">FFmpeg's name of the encoder.</param>
/// <param name="BitRate">Bits a second, as FFmpeg takes them.</param>
/// <param name="Filter">The filter that brings sound into a form that the encoder takes; null where it takes all.</param>
internal sealed record AudioCodec(string Encoder, string BitRate, string? Filter = null)
{
    // What FFmpeg names but decodes in no version, or cannot name.
    private static readonly string[] Undecodable = ["", "none", "unknown", "ac4", "mpegh_3d_audio"];

    /// <summary>AAC: plays everywhere.</summary>
    public static AudioCodec Aac { get; } = new("aac", "160k");

    /// <summary>Opus. It takes only the layouts of Vorbis; 5.1(side), which AAC and AC-3 decode to, is not among them.</summary>
    public static AudioCodec Opus { get; } = new("libopus", "128k", "aformat=channel_layouts=7.1|5.1|stereo|mono");

    /// <summary>Whether ffmpeg can copy or decode sound of a codec.</summary>
    public static bool CanBeTaken(string codec) => !Undecodable.Contains(codec);
}
