using System.CommandLine;
using System.CommandLine.Parsing;

namespace U2Video.Cli.Commands.Planning;

/// <summary>The input and the options of a command line, to be given to another one.</summary>
internal static class RunWords
{
    /// <summary>The words, without defaults.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="without">Options that are left out.</param>
    public static IReadOnlyList<string> Of(ParseResult parsed, IReadOnlyCollection<Option> without) =>
        [.. parsed.CommandResult.Children.SelectMany(child => child switch
        {
            ArgumentResult argument => argument.Tokens.Select(token => token.Value),
            OptionResult { Implicit: false } option when !without.Contains(option.Option) => Words(option),
            _ => [],
        })];

    private static IEnumerable<string> Words(OptionResult option) => option.Tokens.Count == 0
        ? [option.Option.Name]
        : option.Tokens.SelectMany<Token, string>(token => token.Value.StartsWith('-')
            ? [$"{option.Option.Name}={token.Value}"]
            : [option.Option.Name, token.Value]);
}
