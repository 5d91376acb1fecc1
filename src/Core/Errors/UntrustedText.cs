namespace U2Video.Core.Errors;

/// <summary>Text from a file that may be hostile or damaged, made fit for a message.</summary>
internal static class UntrustedText
{
    private const int MaximumQuotedLength = 80;

    /// <summary>Quotes text so that it can neither break the line nor fill the screen.</summary>
    public static string Quote(string text)
    {
        var start = text.Length > MaximumQuotedLength ? text[..MaximumQuotedLength] + "…" : text;
        return $"'{OneLine(start)}'";
    }

    /// <summary>
    /// Text without invisible characters: control characters move the cursor, and others change the writing direction or hide text.
    /// </summary>
    public static string OneLine(string text) => string.Concat(text.Select(Printable));

    private static char Printable(char character) =>
        char.IsLetterOrDigit(character) || char.IsPunctuation(character) || char.IsSymbol(character) || character == ' '
            ? character
            : '?';
}
