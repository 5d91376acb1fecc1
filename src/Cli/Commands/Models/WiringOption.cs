using System.CommandLine;
using U2Video.Core.Networks;

namespace U2Video.Cli.Commands.Models;

/// <summary>Options whose value is a wiring: <c>official</c> or <c>kimjy99</c>, which may also be called <c>seed</c>.</summary>
internal static class WiringOption
{
    private const string Kimjy99 = "kimjy99";
    private const string OldKimjy99 = "seed";

    /// <summary>An option that has only these values.</summary>
    public static Option<string?> Create(string name, string description) =>
        ChoiceOption.Create(name, description, ["official", Kimjy99], earlier: OldKimjy99);

    /// <summary>The wiring; null if the option is not given.</summary>
    public static Wiring? Read(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? Parse(text) : null;

    /// <summary>The wiring of a name.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static Wiring Parse(string name) => Wiring.Parse(name);
}
