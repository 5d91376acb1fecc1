using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>Which background a composite gets.</summary>
public abstract record BackgroundSpec
{
    private const string Choices = "give #rrggbb, blur, blur:RADIUS, or a picture, video or GIF file";
    private const string Blur = "blur";
    private const double LargestRadius = 1000;

    private protected BackgroundSpec()
    {
    }

    /// <summary>
    /// Reads <c>#rrggbb</c> or <c>#rgb</c> (one color), <c>blur</c> or <c>blur:RADIUS</c> (the clip's own background out of focus, the
    /// radius in pixels of the clip being the blur's standard deviation), or else the path of a picture, video or GIF file.
    /// </summary>
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
            ? new FileBackgroundSpec(text)
            : throw new InputException(Directory.Exists(text)
                ? $"--background {text}: is a folder; {Choices}."
                : $"--background {text}: no such file; {Choices}.");
    }

    /// <summary>Gets the background ready.</summary>
    /// <param name="clip">The clip that it is for; file backgrounds follow its times and the shape of its pixels.</param>
    /// <param name="cancellation">Ends the wait for a file's headers.</param>
    /// <exception cref="InputException">The file cannot be used.</exception>
    internal abstract ValueTask<IBackground> OpenAsync(VideoFormat clip, CancellationToken cancellation);

    private static SolidBackgroundSpec ParseColor(string text)
    {
        var digits = text[1..];
        var full = digits.Length == 3 ? string.Concat(digits.Select(digit => new string(digit, 2))) : digits;
        return full.Length == 6 && full.All(char.IsAsciiHexDigit)
            ? new SolidBackgroundSpec(Convert.FromHexString(full))
            : throw new UsageException($"--background {text}: is no colour; give #rrggbb or #rgb, with digits from 0 to f.");
    }

    private static BlurBackgroundSpec ParseBlur(string text)
    {
        if (text == Blur)
        {
            return new BlurBackgroundSpec(null);
        }

        return double.TryParse(text[(Blur.Length + 1)..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var radius)
            && radius is >= 1 and <= LargestRadius
            ? new BlurBackgroundSpec(radius)
            : throw new UsageException($"--background {text}: give a radius from 1 to {LargestRadius} pixels, for instance blur:20.");
    }
}
