using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing.Backgrounds;

namespace U2Video.Cli.Parsing;

/// <summary><c>#rrggbb | #rgb | blur[:RADIUS] | FILE</c>.</summary>
internal static class BackgroundText
{
    private const string Choices = "give #rrggbb, blur, blur:RADIUS, or a picture, video or GIF file";
    private const string Blur = "blur";

    /// <summary>The background that a text asks for.</summary>
    /// <exception cref="UsageException">A color or a radius is malformed, or nothing is given.</exception>
    /// <exception cref="InputException">There is no such file.</exception>
    public static BackgroundSpec Parse(string text)
    {
        if (text.StartsWith('#'))
        {
            return ParseColor(text);
        }

        if (text == Blur || text.StartsWith(Blur + ":", StringComparison.Ordinal))
        {
            return ParseBlur(text);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UsageException($"--background: is empty; {Choices}.");
        }

        return File.Exists(text)
            ? BackgroundSpec.FromFile(text)
            : throw new InputException(Directory.Exists(text)
                ? $"--background {text}: is a folder; {Choices}."
                : $"--background {text}: no such file; {Choices}.");
    }

    private static BackgroundSpec ParseColor(string text)
    {
        var digits = text[1..];
        var full = digits.Length == 3 ? string.Concat(digits.Select(digit => new string(digit, 2))) : digits;
        return full.Length == 6 && full.All(char.IsAsciiHexDigit) && Convert.FromHexString(full) is [var red, var green, var blue]
            ? BackgroundSpec.FromColor(red, green, blue)
            : throw new UsageException($"--background {text}: is not a color; give #rrggbb or #rgb, with digits from 0 to f.");
    }

    private static BackgroundSpec ParseBlur(string text)
    {
        if (text == Blur)
        {
            return BackgroundSpec.Blur();
        }

        return NumberText.Real(text[(Blur.Length + 1)..]) is >= 1 and <= BackgroundSpec.LargestRadius and var radius
            ? BackgroundSpec.Blur(radius)
            : throw new UsageException(
                $"--background {text}: give a radius from 1 to {BackgroundSpec.LargestRadius} pixels, for instance blur:20.");
    }
}
