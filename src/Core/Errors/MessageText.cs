using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace U2Video.Core.Errors;

/// <summary>
/// A message that remembers which properties it names. It is written as an interpolated string; numbers in it are formatted
/// without regard to the culture.
/// </summary>
[InterpolatedStringHandler]
public sealed class MessageText
{
    private readonly List<object> _parts;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    /// <param name="literalLength">How many characters stand outside of the braces.</param>
    /// <param name="formattedCount">How many values are put in.</param>
    public MessageText(int literalLength, int formattedCount) => _parts = new List<object>((2 * formattedCount) + Math.Sign(literalLength));

    /// <summary>Adds text as it is.</summary>
    public void AppendLiteral(string value) => _parts.Add(value);

    /// <summary>
    /// Adds a value. A <see cref="PropertyName"/> is kept as it is until the message is read, also one within another message.
    /// </summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>Adds a value in a format of its type.</summary>
    public void AppendFormatted<T>(T value, string? format)
    {
        switch (value)
        {
            case PropertyName name:
                _parts.Add(name);
                break;
            case MessageText text:
                _parts.AddRange(text._parts);
                break;
            case IFormattable number:
                _parts.Add(number.ToString(format, CultureInfo.InvariantCulture));
                break;
            default:
                _parts.Add(value?.ToString() ?? "");
                break;
        }
    }

    /// <summary>The message with the properties under their own names.</summary>
    public override string ToString() => Say(name => name.ToString());

    /// <summary>The message in the words of a program.</summary>
    /// <param name="nameOf">The word under which the program's users know a property.</param>
    public string Say(Func<PropertyName, string> nameOf)
    {
        var said = new StringBuilder();
        foreach (var part in _parts)
        {
            said.Append(part is PropertyName name ? nameOf(name) : (string)part);
        }

        return said.ToString();
    }
}
