using System.CommandLine;
using System.CommandLine.Parsing;
using U2Video.Cli.Parsing;

namespace U2Video.Cli.Commands;

/// <summary>Options that take a number. All of them read it by <see cref="NumberText"/> and refuse other texts in the same words.</summary>
internal static class NumberOption
{
    /// <summary>An option for a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="helpName">The word for its value.</param>
    /// <param name="range">The numbers that it takes.</param>
    /// <param name="description">What it does.</param>
    public static Option<int?> Whole(string name, string helpName, NumberRange range, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => (int?)ParseWhole(result, name, range with { Most = Math.Min(range.Most, int.MaxValue) }, range),
    };

    /// <summary>The same with a value that holds if the option is not given.</summary>
    public static Option<int> Whole(string name, string helpName, NumberRange range, int byDefault, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => (int)(ParseWhole(result, name, range, range) ?? byDefault),
    };

    /// <summary>The same for larger numbers.</summary>
    public static Option<long?> Long(string name, string helpName, NumberRange range, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => ParseWhole(result, name, range, range),
    };

    /// <summary>An option for a number with or without a fraction.</summary>
    public static Option<double?> Real(string name, string helpName, NumberRange range, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            return NumberText.Real(text) is { } number && range.Holds(number)
                ? number
                : Refuse<double>(result, $"{name} {text}: give a number {range}.");
        },
    };

    private static long? ParseWhole(ArgumentResult result, string name, NumberRange held, NumberRange shown)
    {
        var text = result.Tokens[0].Value;
        return NumberText.Whole(text) is { } number && held.Holds(number)
            ? number
            : Refuse<long>(result, $"{name} {text}: give a whole number {shown}.");
    }

    private static T? Refuse<T>(ArgumentResult result, string message)
        where T : struct
    {
        result.AddError(message);
        return null;
    }
}
