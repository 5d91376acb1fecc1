using System.CommandLine;
using System.Globalization;

namespace U2Video.Cli.Help;

/// <summary>The words for a command and its options, which the help and docs/options.md share.</summary>
internal static class HelpText
{
    /// <summary>The ways to call a command, a line each.</summary>
    public static IEnumerable<string> Usage(Command command)
    {
        var name = command.CallName();
        if (command.Action is not null)
        {
            yield return string.Join(' ', [name, .. command.Arguments.Select(Name), "[options]"]);
        }

        if (command.Subcommands.Count > 0)
        {
            yield return $"{name} COMMAND [options]";
        }
    }

    /// <summary>An argument as usage has it; in brackets if it need not be given.</summary>
    public static string Name(Argument argument) => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name;

    /// <summary>A subcommand with its arguments.</summary>
    public static string Name(Command command) => string.Join(' ', [command.Name, .. command.Arguments.Select(Name)]);

    /// <summary>An option with its short names and the word for its value. Old spellings are left out.</summary>
    public static string Name(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias.Length == 2).Prepend(option.Name));
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }

    /// <summary>What an option does, and what holds without it.</summary>
    public static string Description(Option option)
    {
        var text = option.Description ?? "";
        return option.Required ? $"{text} Required." : Default(option) is { } value ? $"{text} Default: {value}." : text;
    }

    private static string? Default(Option option) => !option.HasDefaultValue ? null : option.GetDefaultValue() switch
    {
        null or bool or "" or Array { Length: 0 } => null,
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
