using System.Globalization;

namespace U2Video.Cli.Parsing;

/// <summary>
/// Reads the numbers of all options. They have a decimal point, whatever the machine's culture, and no separators of thousands, so that
/// <c>0,5</c> is never read as 5.
/// </summary>
internal static class NumberText
{
    private const NumberStyles WholeStyle = NumberStyles.AllowLeadingSign;
    private const NumberStyles RealStyle = WholeStyle | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A whole number; null if the text is not one, or is out of the type's range.</summary>
    public static long? Whole(string text) =>
        long.TryParse(text, WholeStyle, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A whole number without a sign, up to the largest <see cref="int"/>; null if the text is not one.</summary>
    public static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A finite number; null if the text is not one.</summary>
    public static double? Real(string text) =>
        double.TryParse(text, RealStyle, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
