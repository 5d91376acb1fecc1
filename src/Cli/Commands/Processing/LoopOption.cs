using System.CommandLine;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;

namespace U2Video.Cli.Commands.Processing;

/// <summary><c>--loop N|once|forever</c>: how often an animation is played.</summary>
internal static class LoopOption
{
    private const int Forever = 0;

    public static Option<string?> Create() => new("--loop")
    {
        Description = "How often a GIF, an APNG or a WebP is played in total: a number, once or forever. Default: as often as the input; "
            + "forever if the input is a video.",
        HelpName = "N|once|forever",
    };

    /// <summary>The number of plays, 0 for without end; null where nothing is asked for.</summary>
    /// <exception cref="UsageException">The text is none of these.</exception>
    public static int? Parse(string? text) => text switch
    {
        null => null,
        "forever" => Forever,
        "once" => 1,
        _ when NumberText.Count(text) is > 0 and <= ushort.MaxValue and var plays => plays,
        _ => throw new UsageException($"--loop {text}: give how often it is played in all, 1 to {ushort.MaxValue}, or once, or forever."),
    };
}
