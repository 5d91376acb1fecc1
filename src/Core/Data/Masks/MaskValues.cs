using U2Video.Core.Errors;

namespace U2Video.Core.Data.Masks;

/// <summary>What the values in the files of masks mean.</summary>
public abstract record MaskValues
{
    /// <summary>The name of a property or option of this type, for messages.</summary>
    internal static readonly PropertyName Named = PropertyName.Of<MaskValues>();

    private MaskValues()
    {
    }

    /// <summary>
    /// The check of a data set decides by looking at all of its masks. A pair that is read without a check is
    /// read as <see cref="Alpha"/>.
    /// </summary>
    public sealed record Auto : MaskValues
    {
        /// <inheritdoc/>
        public override string ToString() => "auto";
    }

    /// <summary>
    /// The subject's share of a pixel, from 0 to the highest value: 255, or 65535 with 16 bits. In a file with transparent pixels it is
    /// the alpha channel, in other files the gray value.
    /// </summary>
    /// <param name="ByAlphaChannel">
    /// Whether a file's alpha channel counts even if it is opaque throughout, so that everything is subject.
    /// </param>
    public sealed record Alpha(bool ByAlphaChannel = false) : MaskValues
    {
        /// <inheritdoc/>
        public override string ToString() => "alpha";
    }

    /// <summary>The inverse: black or transparent pixels are subject.</summary>
    public sealed record Inverted : MaskValues
    {
        /// <inheritdoc/>
        public override string ToString() => "inverted";
    }

    /// <summary>
    /// Numbers of classes or instances: gray values, the indices of a palette, or colors other than black. Transparency has no meaning.
    /// </summary>
    /// <param name="Subject">The first and the last number of each range that is subject; null: all numbers above 0.</param>
    /// <param name="IgnoresHighest">Whether the highest value that a file can hold, 255 or 65535, marks unknown pixels, which
    /// count in no loss and in no measure.</param>
    public sealed record Labels(IReadOnlyList<(int First, int Last)>? Subject = null, bool IgnoresHighest = false) : MaskValues
    {
        /// <summary>Whether a number is subject.</summary>
        /// <param name="value">The number, 0 or more.</param>
        /// <param name="highest">The highest value that the file can hold.</param>
        public bool IsSubject(int value, int highest) =>
            !(IgnoresHighest && value == highest) && (Subject?.Any(range => value >= range.First && value <= range.Last) ?? value > 0);

        /// <inheritdoc/>
        public override string ToString() => Subject is null ? "labels" : string.Join(',', Subject.Select(Text));

        private static string Text((int First, int Last) range) =>
            range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}";
    }
}
