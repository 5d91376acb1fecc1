using U2Video.Core.Errors;
using U2Video.Core.Models;

namespace U2Video.Cli.Parsing;

/// <summary><c>auto | N | WxH</c>.</summary>
internal static class InputSizingText
{
    /// <summary>The sizing that a text asks for.</summary>
    /// <exception cref="UsageException">The text is none of these.</exception>
    public static InputSizing Parse(string option, string text) => text.ToLowerInvariant().Split('x') switch
    {
        ["auto"] => InputSizing.Auto,
        [var side] when NumberText.Count(side) is { } pixels => InputSizing.Square(pixels),
        [var width, var height] when NumberText.Count(width) is { } across && NumberText.Count(height) is { } down =>
            InputSizing.Exactly(across, down),
        _ => throw new UsageException($"{option} {text}: give auto, a side like 320, or a width and a height like 352x192."),
    };
}
