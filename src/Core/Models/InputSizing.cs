using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Core.Networks;

namespace U2Video.Core.Models;

/// <summary>How pictures of any shape become what the network sees.</summary>
public sealed record InputSizing
{
    // Five times the network halves its input; multiples of 32 lose nothing on the way, in either wiring.
    private const int Step = 32;

    // A panorama would else become a strip of 32 pixels, in which nobody can be seen.
    private const double MostElongated = 3;

    private static readonly PropertyName Named = PropertyName.Of<InputSizing>();

    private readonly InputSize? _fixed;

    private InputSizing(InputSize? size) => _fixed = size;

    /// <summary>
    /// Each picture keeps its shape, to multiples of 32 pixels, at about as many pixels as the model's own square has.
    /// </summary>
    public static InputSizing Auto { get; } = new((InputSize?)null);

    /// <summary>All pictures are made square.</summary>
    /// <param name="side">In pixels, 32…2048.</param>
    public static InputSizing Square(int side) => new(new InputSize(side, side));

    /// <summary>All pictures are brought to one size.</summary>
    /// <param name="width">In pixels, 32…2048.</param>
    /// <param name="height">In pixels, 32…2048.</param>
    public static InputSizing Exactly(int width, int height) => new(new InputSize(width, height));

    /// <summary>A side stands for a square.</summary>
    public static implicit operator InputSizing(int side) => Square(side);

    /// <summary>Parses <c>auto</c>, <c>N</c> or <c>WxH</c>.</summary>
    /// <exception cref="UsageException">The text is none of these.</exception>
    public static InputSizing Parse(string text) => text.ToLowerInvariant().Split('x') switch
    {
        ["auto"] => Auto,
        [var side] when Number(side) is { } pixels => Square(pixels),
        [var width, var height] when Number(width) is { } across && Number(height) is { } down => Exactly(across, down),
        _ => throw new UsageException($"{Named} {text}: give auto, a side like 320, or a width and a height like 352x192."),
    };

    /// <summary>What the network sees of a picture.</summary>
    /// <param name="width">The picture's, in pixels.</param>
    /// <param name="height">The picture's, in pixels.</param>
    /// <param name="trainedSide">The side of the square that the model was trained for, in pixels.</param>
    public InputSize For(int width, int height, int trainedSide)
    {
        if (_fixed is { } size)
        {
            return size;
        }

        var stretch = Math.Sqrt(Math.Clamp((double)width / height, 1 / MostElongated, MostElongated));
        return new InputSize(Rounded(trainedSide * stretch), Rounded(trainedSide / stretch));
    }

    /// <summary><c>auto</c>, or the size.</summary>
    public override string ToString() => _fixed?.ToString() ?? "auto";

    /// <summary>Refuses what the network cannot take.</summary>
    /// <exception cref="UsageException">A side is out of range, or no multiple of 32 where the wiring needs one.</exception>
    internal InputSizing Checked(Wiring wiring)
    {
        if (_fixed is { } size)
        {
            ModelDescription.CheckSize(size.Width, wiring, Named);
            ModelDescription.CheckSize(size.Height, wiring, Named);
        }

        return this;
    }

    private static int Rounded(double pixels) =>
        (int)Math.Clamp(Math.Round(pixels / Step) * Step, ModelDescription.SmallestSize, ModelDescription.LargestSize);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
