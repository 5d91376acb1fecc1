namespace U2Video.Core.Networks;

/// <summary>
/// The ways in which U²-Nets differ: the widths of the stages and how they are wired.
/// The widths are those of table 1 of the paper (arXiv 2005.09007).
/// </summary>
public sealed record U2NetVariant
{
    private U2NetVariant(string name, IReadOnlyList<RsuShape> encoder, IReadOnlyList<RsuShape> decoder) =>
        (Name, Encoder, Decoder, Wiring) = (name, encoder, decoder, Wiring.Official);

    /// <summary>The full network: 44,009,869 parameters.</summary>
    public static U2NetVariant Full { get; } = new(
        "u2net",
        encoder:
        [
            new(Height: 7, In: 3, Mid: 32, Out: 64),
            new(Height: 6, In: 64, Mid: 32, Out: 128),
            new(Height: 5, In: 128, Mid: 64, Out: 256),
            new(Height: 4, In: 256, Mid: 128, Out: 512),
            new(Height: 4, In: 512, Mid: 256, Out: 512, Dilated: true),
            new(Height: 4, In: 512, Mid: 256, Out: 512, Dilated: true),
        ],
        decoder:
        [
            new(Height: 7, In: 128, Mid: 16, Out: 64),
            new(Height: 6, In: 256, Mid: 32, Out: 64),
            new(Height: 5, In: 512, Mid: 64, Out: 128),
            new(Height: 4, In: 1024, Mid: 128, Out: 256),
            new(Height: 4, In: 1024, Mid: 256, Out: 512, Dilated: true),
        ]);

    /// <summary>The small network, "u2netp" in the paper: 1,131,181 parameters.</summary>
    public static U2NetVariant Lite { get; } = new(
        "u2netp",
        encoder:
        [
            new(Height: 7, In: 3, Mid: 16, Out: 64),
            new(Height: 6, In: 64, Mid: 16, Out: 64),
            new(Height: 5, In: 64, Mid: 16, Out: 64),
            new(Height: 4, In: 64, Mid: 16, Out: 64),
            new(Height: 4, In: 64, Mid: 16, Out: 64, Dilated: true),
            new(Height: 4, In: 64, Mid: 16, Out: 64, Dilated: true),
        ],
        decoder:
        [
            new(Height: 7, In: 128, Mid: 16, Out: 64),
            new(Height: 6, In: 128, Mid: 16, Out: 64),
            new(Height: 5, In: 128, Mid: 16, Out: 64),
            new(Height: 4, In: 128, Mid: 16, Out: 64),
            new(Height: 4, In: 128, Mid: 16, Out: 64, Dilated: true),
        ]);

    /// <summary>The usual name: <c>u2net</c> or <c>u2netp</c>.</summary>
    public string Name { get; }

    /// <summary>The convention of pooling and concatenation that the weights were trained with.</summary>
    public Wiring Wiring { get; init; }

    /// <summary>En_1 to En_6, in the order of computation.</summary>
    internal IReadOnlyList<RsuShape> Encoder { get; init; }

    /// <summary>De_1 to De_5, by level; the last one is computed first.</summary>
    internal IReadOnlyList<RsuShape> Decoder { get; init; }
}
