using System.Globalization;
using System.Text;

namespace U2Video.Cli.Commands.Planning;

/// <summary>Writes words so that bash reads them as they are.</summary>
internal static class ShellText
{
    private const string Safe = "_-./:=@%+,";

    /// <summary>A command line.</summary>
    public static string Command(IEnumerable<string> words) => string.Join(' ', words.Select(Word));

    /// <summary>A text for a comment: one line, whatever it holds.</summary>
    public static string Comment(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    /// <summary>One word. It stands in quotes unless it has only letters, digits and signs without a meaning.</summary>
    public static string Word(string word)
    {
        if (word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Safe.Contains(letter, StringComparison.Ordinal)))
        {
            return word;
        }

        return word.Any(char.IsControl) ? Escaped(word) : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    // A line break between plain quotes would be kept, but could look like the end of a here-document.
    private static string Escaped(string word)
    {
        var text = new StringBuilder("$'");
        foreach (var letter in word)
        {
            text.Append(letter switch
            {
                '\'' or '\\' => $"\\{letter}",
                _ when char.IsControl(letter) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => letter.ToString(),
            });
        }

        return text.Append('\'').ToString();
    }
}
