using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.FFmpeg;

namespace U2Video.Pipeline.Encoding;

/// <summary>The sound, subtitles, chapters and tags of a clip, and which part of them is wanted.</summary>
/// <param name="Path">The file.</param>
/// <param name="Source">What it holds.</param>
/// <param name="Part">The part.</param>
internal sealed record Soundtrack(string Path, MediaInfo Source, DecoderOptions Part)
{
    // Made of pictures: no container but Matroska and MPEG's takes them, and no encoder makes them of text.
    private static readonly string[] PictureSubtitles = ["dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle", "xsub"];

    /// <summary>What opens it.</summary>
    public IEnumerable<string> InputArguments =>
    [
        .. Part.Part,
        .. Part.From is { } from ? ["-itsoffset", FFmpegTools.Seconds(-from)] : Array.Empty<string>(),
        .. FFmpegTools.FileInput(Path, "file,pipe"),
    ];

    /// <summary>What is taken of it into a container, as it is where the container takes it.</summary>
    /// <param name="container">The container.</param>
    /// <param name="input">The number of the input that it is.</param>
    public IEnumerable<string> MapArguments(Container container, int input)
    {
        if (container.AudioArguments is null)
        {
            return ["-map_metadata", $"{input}"];
        }

        var isCopied = container.CopiedAudio is null || Source.AudioCodecs.All(codec => container.CopiedAudio.Contains(codec));
        return
        [
            "-map", $"{input}:a?", .. isCopied ? ["-c:a", "copy"] : container.AudioArguments.Split(' '), .. SubtitleArguments(container, input),
            "-map_metadata", $"{input}", "-map_chapters", $"{input}", .. Part.MaxFrames is null ? Array.Empty<string>() : ["-shortest"],
        ];
    }

    private IEnumerable<string> SubtitleArguments(Container container, int input)
    {
        if (container.SubtitleCodec is null)
        {
            yield break;
        }

        var copies = container.Muxer == "matroska";
        for (var i = 0; i < Source.SubtitleCodecs.Count; i++)
        {
            var codec = Source.SubtitleCodecs[i];
            if (codec.Length == 0 || (PictureSubtitles.Contains(codec) && !copies))
            {
                continue;
            }

            yield return "-map";
            yield return $"{input}:s:{i}";
        }

        yield return "-c:s";
        yield return copies && !Source.SubtitleCodecs.Contains("mov_text") ? "copy" : container.SubtitleCodec;
    }
}
