using System.Globalization;

namespace U2Video.Pipeline.Parts;

/// <summary>One of the parts that a clip is divided into.</summary>
/// <param name="Number">Which one, 1 to <paramref name="Count"/>.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct ClipPart(int Number, int Count)
{
    /// <summary>The most parts that a clip is divided into.</summary>
    public const int Most = 1_000_000;

    /// <summary>The part's name in file names: <c>3-of-8</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Number}-of-{Count}");

    /// <summary>In words: <c>3/8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
