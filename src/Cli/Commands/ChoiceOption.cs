using System.CommandLine;
using U2Video.Cli.Parsing;

namespace U2Video.Cli.Commands;

/// <summary>Options that take one of some words. All of them refuse other words in the same way.</summary>
internal static class ChoiceOption
{
    /// <summary>An option that need not be given.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="words">The words, in the order in which help and errors show them.</param>
    /// <param name="earlier">Words of earlier versions, which are taken but not shown.</param>
    public static Option<string?> Create(
        string name, string description, IReadOnlyList<string> words, params IReadOnlyList<string> earlier)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', words) };
        TakeOnly(option, words, earlier);
        return option;
    }

    /// <summary>An option with a word that holds if it is not given: the first, or another.</summary>
    public static Option<string> WithDefault(
        string name, string description, IReadOnlyList<string> words, string? byDefault = null, string? helpName = null)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = helpName ?? string.Join('|', words),
            DefaultValueFactory = _ => byDefault ?? words[0],
        };
        TakeOnly(option, words, []);
        return option;
    }

    private static void TakeOnly(Option option, IReadOnlyList<string> words, IReadOnlyList<string> earlier)
    {
        option.CompletionSources.Add([.. words]);
        option.Validators.Add(result =>
        {
            var other = result.Tokens.Select(token => token.Value).Except(words).Except(earlier).FirstOrDefault();
            if (other is not null)
            {
                result.AddError($"{option.Name} {other}: give {Choices.Or(words)}.");
            }
        });
    }
}
