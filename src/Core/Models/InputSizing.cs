using U2Video.Core.Errors;
using U2Video.Core.Networks;

namespace U2Video.Core.Models;

/// <summary>How pictures of any shape are resized to the network's input.</summary>
public sealed record InputSizing
{
    // The network halves its input five times; multiples of 32 are never rounded, in either wiring.
    private const int Step = 32;

    // Without this limit, a panorama would become a strip of 32 pixels, in which no subject is visible.
    private const double MostElongated = 3;

    private static readonly PropertyName Named = PropertyName.Of<InputSizing>();

    private readonly InputSize? _fixed;

    private InputSizing(InputSize? size) => _fixed = size;

    /// <summary>
    /// Each picture keeps its aspect ratio, in multiples of 32 pixels, with about as many pixels as the model's own square.
    /// </summary>
    public static InputSizing Auto { get; } = new((InputSize?)null);

    /// <summary>All pictures are made square.</summary>
    /// <param name="side">The side in pixels, 32…2048.</param>
    public static InputSizing Square(int side) => new(new InputSize(side, side));

    /// <summary>All pictures are resized to one size.</summary>
    /// <param name="width">The width in pixels, 32…2048.</param>
    /// <param name="height">The height in pixels, 32…2048.</param>
    public static InputSizing Exactly(int width, int height) => new(new InputSize(width, height));

    /// <summary>A side stands for a square.</summary>
    public static implicit operator InputSizing(int side) => Square(side);

    /// <summary>The size of the network's input for a picture.</summary>
    /// <param name="width">The picture's width in pixels.</param>
    /// <param name="height">The picture's height in pixels.</param>
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
    /// <exception cref="UsageException">A side is out of range, or not a multiple of 32 although the wiring needs one.</exception>
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
}
