using U2Video.Core.Errors;

namespace U2Video.Pipeline.Encoding;

/// <summary>How a container is made with ffmpeg.</summary>
/// <param name="Extension">The file name's end that chooses it.</param>
/// <param name="VideoArguments">Codec and filters.</param>
/// <param name="AudioArguments">How sound is taken along, or null where the container has none.</param>
internal sealed record OutputFormat(string Extension, string VideoArguments, string? AudioArguments)
{
    // Players expect BT.709 of what is tagged so; ffmpeg's own default of RGB to YUV is BT.601. 4:2:0 needs even sides.
    private const string Yuv420 =
        "-vf pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv -pix_fmt yuv420p " +
        "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv";

    private const string H264 = "-c:v libx264 -preset veryfast -crf 18 " + Yuv420;

    // A palette for each frame: the filters never hold more than one, however long the clip. Ordered dithering, because its
    // pattern stands still where error diffusion swarms, and it takes half the time.
    private const string GifPalettes =
        "-filter_complex [0:v]split[colours][picture];[colours]palettegen=stats_mode=single:reserve_transparent=0[palette];" +
        "[picture][palette]paletteuse=new=1:dither=bayer:bayer_scale=4:diff_mode=rectangle";

    private static readonly OutputFormat[] All =
    [
        new(".gif", GifPalettes, AudioArguments: null),
        new(".mp4", H264 + " -movflags +faststart", "-c:a copy"),
        new(".mov", H264, "-c:a copy"),
        new(".mkv", H264, "-c:a copy"),
        new(".webm", "-c:v libvpx-vp9 -crf 30 -b:v 0 -deadline good -cpu-used 5 -row-mt 1 " + Yuv420, "-c:a libopus"),
    ];

    /// <summary>Whether time is counted in GIF's hundredths of a second, and the last frame's duration is given by itself.</summary>
    public bool IsGif => Extension == ".gif";

    /// <summary>Finds the format of a file by its extension.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static OutputFormat ForPath(string path)
    {
        var extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        return All.FirstOrDefault(format => format.Extension == extension)
            ?? throw new UsageException(
                $"{path}: no known video format; name the output {string.Join(", ", All.Select(format => "*" + format.Extension))}.");
    }
}
