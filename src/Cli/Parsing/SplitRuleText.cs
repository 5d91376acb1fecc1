using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;

namespace U2Video.Cli.Parsing;

/// <summary><c>every:N | counts:TRAIN/VALID/TEST | fraction:VALID/TEST[/SEED] | list:FILE</c>.</summary>
/// <remarks>
/// A rule is written in the same way by <see cref="object.ToString"/>. Reports show that text; no file is read by it.
/// </remarks>
internal static class SplitRuleText
{
    /// <summary>The rule that a text asks for.</summary>
    /// <exception cref="UsageException">The text is none of them, or a number is out of range.</exception>
    public static SplitRule Parse(string option, string text)
    {
        var kind = text.Split(':', 2);
        try
        {
            return (kind[0], kind.Length > 1 ? kind[1].Split('/') : []) switch
            {
                ("every", [var n]) => SplitRule.EveryNth(Whole(n)),
                ("counts", [var training, var validation, var test]) =>
                    SplitRule.Counts(Whole(training), Whole(validation), Whole(test)),
                ("fraction", [var validation, var test]) => SplitRule.Fractions(Share(validation), Share(test)),
                ("fraction", [var validation, var test, var seed]) =>
                    SplitRule.Fractions(Share(validation), Share(test), Whole(seed)),
                ("list", [_, ..]) => SplitRule.ListFile(kind[1]),
                _ => throw Unknown(),
            };
        }
        catch (UsageException error) when (!error.Message.StartsWith(option, StringComparison.Ordinal))
        {
            throw new UsageException($"{option} {text}: {error.Message}", error);
        }

        int Whole(string number) =>
            NumberText.Whole(number) is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Unknown();

        double Share(string number) => NumberText.Real(number) ?? throw Unknown();

        UsageException Unknown() => new(
            $"{option} {text}: give every:N, counts:TRAIN/VALID/TEST, fraction:VALID/TEST, fraction:VALID/TEST/SEED or list:FILE.");
    }
}
