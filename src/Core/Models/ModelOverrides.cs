using U2Video.Core.Errors;
using U2Video.Core.Networks;

namespace U2Video.Core.Models;

/// <summary>
/// What a user knows better than a weights file: each value that is given takes the place of what the file says, or of the
/// habits of the code that its names speak of.
/// </summary>
public sealed record ModelOverrides
{
    /// <summary>How the weights were trained to be wired, where the file's names mislead.</summary>
    public Wiring? Wiring { get; init; }

    /// <summary>The order of the channels.</summary>
    public ChannelOrder? Channels { get; init; }

    /// <summary>What bytes are divided by.</summary>
    public InputScale? Scale { get; init; }

    /// <summary>Subtracted after scaling: three numbers in the order of the channels.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>Divided by then: three numbers, none of them 0.</summary>
    public IReadOnlyList<float>? Std { get; init; }

    /// <summary>What is done to the output.</summary>
    public OutputNormalization? Output { get; init; }

    /// <summary>The weights' licence.</summary>
    public string? License { get; init; }

    /// <summary>How the weights came to be.</summary>
    public string? Provenance { get; init; }

    /// <summary>
    /// The side of the square that pictures are resized to, in pixels: 32…2048, and a multiple of 32 in the seed's wiring.
    /// </summary>
    public int? InputSize { get; init; }

    /// <summary>The description with these values in it. The wiring is not among them: it is part of the network.</summary>
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
        InputSize = InputSize is { } size ? ModelDescription.CheckSize(size, description.Variant.Wiring, Named.InputSize) : description.InputSize,
    };

    private static class Named
    {
        public static readonly PropertyName InputSize = PropertyName.Of<ModelOverrides>(nameof(ModelOverrides.InputSize));
    }
}
