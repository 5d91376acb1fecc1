using System.Globalization;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Mattes;

/// <summary>The names and values by which a matte file says what its masks were made of.</summary>
internal static class MatteTags
{
    /// <summary>The version of the format that this program writes, and the only one that it reads.</summary>
    public const string Version = "1";

    /// <summary>The name of the tag that holds the version.</summary>
    public const string VersionName = "matte-version";

    private const string FrameSizeName = "frame-size";
    private const string NormalizationName = "normalization";
    private const string SideName = "model-side";
    private const string OutputName = "model-output";

    /// <summary>What has to be the same in the file and in a run, with the words for it.</summary>
    public static IReadOnlyList<(string Name, string What)> Compared { get; } =
    [
        ("input-sha256", "another input"),
        ("video-stream", "another video stream"),
        (FrameSizeName, "frames of another size"),
        ("tone-map", "frames whose dynamic range was converted otherwise"),
        ("model-sha256", "another model"),
        ("model-options", "other options of the model"),
        ("precision", "another precision"),
        (NormalizationName, "another normalization"),
        ("reuse", "another tolerance of reuse"),
    ];

    /// <summary>The values of a run.</summary>
    /// <param name="input">The input's hash.</param>
    /// <param name="media">The input.</param>
    /// <param name="video">Its frames.</param>
    /// <param name="isToneMapped">Whether a high dynamic range is converted.</param>
    /// <param name="network">The network.</param>
    /// <param name="normalization">How each mask is normalized by itself.</param>
    /// <param name="reuse">How much a frame may differ and still take over a mask.</param>
    public static Dictionary<string, string> Of(
        string input, MediaInfo media, VideoFormat video, bool isToneMapped, PredictorIdentity network, OutputNormalization normalization,
        double reuse) => new()
        {
            [VersionName] = Version,
            ["input-sha256"] = input,
            ["video-stream"] = media.Stream.ToString(CultureInfo.InvariantCulture),
            [FrameSizeName] = string.Create(CultureInfo.InvariantCulture, $"{video.Width}x{video.Height}"),
            ["tone-map"] = isToneMapped ? "bt709" : "none",
            ["model-sha256"] = network.ModelHash,
            ["model-options"] = network.OverridesText,
            ["precision"] = network.NumberType,
            [NormalizationName] = Text(normalization),
            ["reuse"] = reuse.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>The tags for what has to be known of the network when it is not loaded.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(PredictorFacts facts) =>
    [
        new(SideName, facts.TrainedSide.ToString(CultureInfo.InvariantCulture)),
        new(OutputName, Text(facts.Output)),
    ];

    /// <summary>What has to be known of the network; null where the tags do not say it.</summary>
    public static PredictorFacts? Facts(IReadOnlyDictionary<string, string> tags, PredictorIdentity network) =>
        Model(tags) is var (side, output) ? network.FactsFor(side, output) : null;

    /// <summary>The same for masks of one size.</summary>
    public static PredictorFacts? Facts(IReadOnlyDictionary<string, string> tags, InputSizing size) =>
        Model(tags) is var (side, output) ? new PredictorFacts(size, side, output) : null;

    /// <summary>How each mask was normalized by itself.</summary>
    public static OutputNormalization PerFrame(IReadOnlyDictionary<string, string> tags) =>
        tags.GetValueOrDefault(NormalizationName) == Text(OutputNormalization.MinMax)
            ? OutputNormalization.MinMax
            : OutputNormalization.None;

    /// <summary>The size of the frames; null where the tags do not say it.</summary>
    public static (int Width, int Height)? FrameSize(IReadOnlyDictionary<string, string> tags) =>
        tags.GetValueOrDefault(VersionName) == Version
        && tags.GetValueOrDefault(FrameSizeName)?.Split('x') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var across)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var down)
            ? (across, down)
            : null;

    private static (int Side, OutputNormalization Output)? Model(IReadOnlyDictionary<string, string> tags) =>
        int.TryParse(tags.GetValueOrDefault(SideName), NumberStyles.None, CultureInfo.InvariantCulture, out var side)
        && side is >= ModelDescription.SmallestSize and <= ModelDescription.LargestSize
        && tags.TryGetValue(OutputName, out var name) && Enum.TryParse<OutputNormalization>(name, ignoreCase: true, out var output)
        && Enum.IsDefined(output)
            ? (side, output)
            : null;

    private static string Text(OutputNormalization normalization) => normalization.ToString().ToLowerInvariant();
}
