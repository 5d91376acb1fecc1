using System.Globalization;
using System.Text.RegularExpressions;

namespace U2Video.Pipeline.Media;

/// <summary>A file name with a place for a number: <c>frame-%05d.png</c> or <c>frame.####.exr</c>, where hashes are digits.</summary>
/// <param name="Before">What stands before the number.</param>
/// <param name="Digits">The least number of digits; smaller numbers begin with zeros.</param>
/// <param name="After">What stands after the number.</param>
internal sealed partial record NumberedName(string Before, int Digits, string After)
{
    private const int MostDigits = 9;

    /// <summary>Reads a name; null where it has not exactly one place for a number.</summary>
    public static NumberedName? Of(string name) => Place().Matches(name) is [{ } place]
        && (place.Groups["width"].Success ? int.Parse(place.Groups["width"].ValueSpan, CultureInfo.InvariantCulture)
            : place.Value[0] == '#' ? place.Length : 1) is var digits and <= MostDigits
        ? new NumberedName(name[..place.Index], digits, name[(place.Index + place.Length)..])
        : null;

    /// <summary>Reads the last number of a name, as that of a frame; null where it has none.</summary>
    public static (NumberedName Name, int Number)? OfFrame(string name) => LastNumber().Match(name) is { Success: true } number
        ? (new NumberedName(name[..number.Index], number.Length, name[(number.Index + number.Length)..]),
            int.Parse(number.ValueSpan, CultureInfo.InvariantCulture))
        : null;

    /// <summary>The name with a number.</summary>
    public string With(int number) => Before + number.ToString("D" + Digits, CultureInfo.InvariantCulture) + After;

    /// <summary>The number that a name has in this place; null where the name is another.</summary>
    public int? NumberIn(string name)
    {
        var isAlike = name.Length > Before.Length + After.Length
            && name.StartsWith(Before, StringComparison.Ordinal) && name.EndsWith(After, StringComparison.Ordinal);
        return isAlike
            && int.TryParse(name.AsSpan()[Before.Length..^After.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && With(number) == name
                ? number
                : null;
    }

    /// <summary>The name as ffmpeg's muxers take it.</summary>
    public string ForFFmpeg =>
        string.Create(CultureInfo.InvariantCulture, $"{Escaped(Before)}%0{Digits}d{Escaped(After)}");

    private static string Escaped(string text) => text.Replace("%", "%%", StringComparison.Ordinal);

    // One hash may be a part of a title.
    [GeneratedRegex(@"%(0?(?<width>\d{1,2}))?d|#{2,}")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<![0-9])[0-9]{1,9}(?=[^0-9]*$)")]
    private static partial Regex LastNumber();
}
