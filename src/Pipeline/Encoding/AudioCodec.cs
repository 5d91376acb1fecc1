using U2Video.Pipeline.FFmpeg;

namespace U2Video.Pipeline.Encoding;

/// <summary>What sound is made into where a container does not take it as it is.</summary>
/// <param name="Encoder">FFmpeg's name of the encoder.</param>
/// <param name="BitRate">Bits a second, as FFmpeg takes them.</param>
/// <param name="Filter">What brings sound into a form that the encoder takes; null where it takes all.</param>
internal sealed record AudioCodec(string Encoder, string BitRate, string? Filter = null)
{
    // What FFmpeg names but decodes in no version, or cannot name.
    private static readonly string[] Undecodable = ["", "none", "unknown", "ac4", "mpegh_3d_audio"];

    /// <summary>AAC: plays everywhere.</summary>
    public static AudioCodec Aac { get; } = new("aac", "160k");

    /// <summary>Opus. It knows the layouts of Vorbis alone; 5.1(side), which AAC and AC-3 decode to, is none of them.</summary>
    public static AudioCodec Opus { get; } = new("libopus", "128k", "aformat=channel_layouts=7.1|5.1|stereo|mono");

    /// <summary>Whether ffmpeg can do anything with sound of a codec.</summary>
    public static bool CanBeTaken(string codec) => !Undecodable.Contains(codec);

    /// <summary>The arguments that encode an output's audio stream.</summary>
    /// <param name="stream">Which of the output's.</param>
    /// <param name="length">Where it ends at the latest; ffmpeg counts a part's length from its first sound.</param>
    public string[] Arguments(int stream, TimeSpan? length)
    {
        string[] filters = [.. Filter is null ? Array.Empty<string>() : [Filter], .. length is { } end ? [$"atrim=end={FFmpegTools.Seconds(end)}"] : Array.Empty<string>()];
        return
        [
            $"-c:a:{stream}", Encoder, $"-b:a:{stream}", BitRate,
            .. filters.Length == 0 ? Array.Empty<string>() : [$"-filter:a:{stream}", string.Join(',', filters)],
        ];
    }
}
