using U2Video.Core.Errors;
using U2Video.Core.Networks;

namespace U2Video.Core.Models;

/// <summary>
/// Values that a user knows better than a weights file. Each given value replaces that of the file, or that of the
/// conventions that the names in the file imply.
/// </summary>
public sealed record ModelOverrides
{
    /// <summary>The wiring with which the weights were trained, if the file's names are misleading.</summary>
    public Wiring? Wiring { get; init; }

    /// <summary>The order of the channels.</summary>
    public ChannelOrder? Channels { get; init; }

    /// <summary>The divisor of bytes.</summary>
    public InputScale? Scale { get; init; }

    /// <summary>The mean that is subtracted after scaling: three numbers in the order of the channels.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>The standard deviation that is the last divisor: three numbers, none of them 0.</summary>
    public IReadOnlyList<float>? Std { get; init; }

    /// <summary>What is done to the output.</summary>
    public OutputNormalization? Output { get; init; }

    /// <summary>The weights' license.</summary>
    public string? License { get; init; }

    /// <summary>How the weights were made.</summary>
    public string? Provenance { get; init; }

    /// <summary>
    /// The side of the square that pictures are resized to, in pixels: 32…2048, and a multiple of 32 in kimjy99's wiring.
    /// </summary>
    public int? InputSize { get; init; }

    /// <summary>Applies the values to a description, except the wiring, which is part of the network.</summary>
    internal ModelDescription ApplyTo(ModelDescription description) => description with
    {
        Input = new InputEncoding(
            Channels ?? description.Input.Channels,
            Scale ?? description.Input.Scale,
            Mean ?? description.Input.Mean,
            Std ?? description.Input.Std),
        Output = Output ?? description.Output,
        License = License ?? description.License,
        Provenance = Provenance ?? description.Provenance,
        InputSize = InputSize is { } size ? ModelDescription.CheckSize(size, description.Variant.Wiring, Named.InputSize)
            : description.InputSize,
    };

    private static class Named
    {
        public static readonly PropertyName InputSize = PropertyName.Of<ModelOverrides>(nameof(ModelOverrides.InputSize));
    }
}
