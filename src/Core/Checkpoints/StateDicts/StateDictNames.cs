using System.Globalization;
using System.Text.RegularExpressions;
using TorchSharp;
using U2Video.Core.Networks;

namespace U2Video.Core.Checkpoints.StateDicts;

/// <summary>Translates parameter names between the official code, whose names our network uses, and kimjy99's code.</summary>
internal static partial class StateDictNames
{
    private static readonly (Wiring Wiring, string Name)[] FirstLayers =
    [
        (Wiring.Official, "stage1.rebnconvin.conv_s1.weight"),
        (Wiring.Kimjy99, "enc.0.conv.conv.weight"),
    ];

    /// <summary>
    /// What the names in a file tell: the wiring, and the prefix before each of the network's own names (<c>module.</c> if it was trained
    /// in parallel, or the attribute of an enclosing model). Null if they are not those of a U²-Net.
    /// </summary>
    public static (Wiring Wiring, string Prefix)? Recognize(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            foreach (var (wiring, ending) in FirstLayers)
            {
                if (name.EndsWith(ending, StringComparison.Ordinal))
                {
                    return (wiring, name[..^ending.Length]);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The name under which a file of <paramref name="variant"/>'s wiring keeps our parameter <paramref name="official"/>.
    /// </summary>
    public static string InFile(string official, U2NetVariant variant) =>
        variant.Wiring == Wiring.Kimjy99 ? ToKimjy99(official, variant) : official;

    /// <summary>A state dict of ours under the names of <paramref name="variant"/>'s wiring.</summary>
    public static Dictionary<string, torch.Tensor> InFile(IReadOnlyDictionary<string, torch.Tensor> stateDict, U2NetVariant variant) =>
        stateDict.ToDictionary(entry => InFile(entry.Key, variant), entry => entry.Value);

    /// <summary>
    /// Whether a parameter, by its official name, is the weight of a layer that takes the joined deep value and skip connection.
    /// </summary>
    public static bool IsInnerDecoderWeight(string official) =>
        BlockLayer().Match(official) is { Success: true } match && match.Groups[4].Length > 0
        && official.EndsWith(".conv_s1.weight", StringComparison.Ordinal);

    private static string ToKimjy99(string official, U2NetVariant variant)
    {
        if (SideOutput().Match(official) is { Success: true } side)
        {
            return $"convs.{Number(side, 1) - 1}.{side.Groups[2].Value}";
        }

        if (official.StartsWith("outconv.", StringComparison.Ordinal))
        {
            return "lastconv." + official["outconv.".Length..];
        }

        var match = BlockLayer().Match(official);
        if (!match.Success)
        {
            throw new ArgumentException($"'{official}' is not a parameter of U²-Net.");
        }

        var stage = Number(match, 1);
        var inDecoder = match.Groups[2].Length > 0;
        var height = (inDecoder ? variant.Decoder : variant.Encoder)[stage - 1].Height;
        var block = inDecoder ? $"dec.{5 - stage}" : $"enc.{stage - 1}";
        var level = match.Groups[3].Value;
        var layer = level == "in" ? "conv"
            : match.Groups[4].Length > 0 ? $"dec.{height - 1 - Number(match, 3)}"
            : Number(match, 3) == height ? "mid"
            : $"enc.{Number(match, 3) - 1}";
        var part = match.Groups[5].Value == "conv_s1" ? "conv" : "bn";
        return $"{block}.{layer}.{part}.{match.Groups[6].Value}";
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^side(\d)\.(\w+)$")]
    private static partial Regex SideOutput();

    [GeneratedRegex(@"^stage(\d)(d?)\.rebnconv(in|\d)(d?)\.(conv_s1|bn_s1)\.(\w+)$")]
    private static partial Regex BlockLayer();
}
