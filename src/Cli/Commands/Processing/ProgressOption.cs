using System.CommandLine;
using U2Video.Cli.Progress;

namespace U2Video.Cli.Commands.Processing;

/// <summary><c>--progress auto | plain | json | none</c>.</summary>
internal static class ProgressOption
{
    public static Option<string> Create() => ChoiceOption.WithDefault(
        "--progress",
        "How progress is shown: auto, plain, json (one object a line, with each stage's time) or none.",
        ["auto", "plain", "json", "none"],
        helpName: "HOW");

    /// <summary>What the word means.</summary>
    public static ProgressMode Parse(string text) => Enum.Parse<ProgressMode>(text, ignoreCase: true);
}
