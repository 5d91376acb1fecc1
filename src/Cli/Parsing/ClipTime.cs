using U2Video.Core.Errors;

namespace U2Video.Cli.Parsing;

/// <summary>Reads times in a clip: seconds, <c>m:ss</c> or <c>h:mm:ss</c>.</summary>
internal static class ClipTime
{
    /// <summary>The time that a text tells; null for none.</summary>
    /// <exception cref="UsageException">It tells none.</exception>
    public static TimeSpan? Parse(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var seconds = 0.0;
        foreach (var part in text.Split(':'))
        {
            seconds = NumberText.Real(part) is >= 0 and var value
                && text.Count(c => c == ':') <= 2
                ? (seconds * 60) + value
                : throw new UsageException($"{option} {text}: give seconds, m:ss or h:mm:ss, like 12.5 or 1:02:03.");
        }

        return seconds < TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{option} {text}: is too late.");
    }
}
