using System.Globalization;

namespace U2Video.Cli.Parsing;

/// <summary>The numbers that an option takes.</summary>
/// <param name="Least">The least of them.</param>
/// <param name="Most">The largest of them; infinite if there is none.</param>
internal sealed record NumberRange(double Least, double Most = double.PositiveInfinity)
{
    /// <summary>A share: 0 to 1.</summary>
    public static NumberRange Share { get; } = new(0, 1);

    /// <summary>All numbers of <see cref="int"/>.</summary>
    public static NumberRange AnyInt { get; } = new(int.MinValue, int.MaxValue);

    /// <summary>Whether <see cref="Least"/> is not one of them.</summary>
    public bool ExcludesLeast { get; init; }

    /// <summary>Whether <see cref="Most"/> is not one of them.</summary>
    public bool ExcludesMost { get; init; }

    /// <summary>Whether a number is one of them.</summary>
    public bool Holds(double number) =>
        (ExcludesLeast ? number > Least : number >= Least) && (ExcludesMost ? number < Most : number <= Most);

    /// <summary>As it follows "a number": <c>from 0 to 1</c>, <c>above 0, up to 1</c>, <c>of at least 1</c>.</summary>
    public override string ToString() => (double.IsFinite(Most), ExcludesLeast, ExcludesMost) switch
    {
        (false, false, _) => Text($"of at least {Least}"),
        (false, true, _) => Text($"above {Least}"),
        (_, false, false) => Text($"from {Least} to {Most}"),
        (_, false, true) => Text($"from {Least}, below {Most}"),
        (_, true, false) => Text($"above {Least}, up to {Most}"),
        _ => Text($"above {Least}, below {Most}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
