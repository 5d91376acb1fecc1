using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Cli.Parsing;

/// <summary><c>auto | alpha | inverted | labels | LABELS</c>, where LABELS are such as <c>15</c> or <c>1,3-5</c>.</summary>
internal static class MaskValuesText
{
    /// <summary>The meaning that a text asks for.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static MaskValues Parse(string option, string text) => text switch
    {
        "auto" => new MaskValues.Auto(),
        "alpha" => new MaskValues.Alpha(),
        "inverted" => new MaskValues.Inverted(),
        "labels" => new MaskValues.Labels(),
        _ => new MaskValues.Labels([.. text.Split(',').Select(part => Range(part) ?? throw new UsageException(
            $"{option} {text}: give auto, alpha, inverted, labels, or the labels that are subject, such as 15 or 1,3-5."))]),
    };

    private static (int First, int Last)? Range(string text)
    {
        var ends = text.Split('-');
        return ends.Length <= 2 && Label(ends[0]) is { } first && Label(ends[^1]) is { } last && first <= last ? (first, last) : null;
    }

    private static int? Label(string text) => NumberText.Count(text) is <= ushort.MaxValue and var label ? label : null;
}
