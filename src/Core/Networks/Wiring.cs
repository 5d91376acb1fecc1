namespace U2Video.Core.Networks;

/// <summary>
/// The two conventions in which U²-Net weights exist. Their tensors have the same shapes, so weights of one run in a network
/// of the other without complaint and give wrong masks: the wiring has to be known from the names in the file.
/// </summary>
/// <param name="Name">The name that stands in files and on the command line.</param>
/// <param name="CeilPooling">Max-pooling rounds odd sizes up, so that any picture size works.</param>
/// <param name="DeepFirst">Decoders inside a block concatenate (deep, skip); otherwise (skip, deep).</param>
public sealed record Wiring(string Name, bool CeilPooling, bool DeepFirst)
{
    /// <summary>As in the authors' repository, xuebinqin/U-2-Net.</summary>
    public static Wiring Official { get; } = new("official", CeilPooling: true, DeepFirst: true);

    /// <summary>As in kimjy99/u2net-pytorch; sides must divide by 32.</summary>
    public static Wiring Seed { get; } = new("seed", CeilPooling: false, DeepFirst: false);

    /// <summary>Finds a wiring by its <see cref="Name"/>.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static Wiring Parse(string name) => name switch
    {
        "official" => Official,
        "seed" => Seed,
        _ => throw new FormatException($"There is no wiring '{name}', only official and seed."),
    };
}
