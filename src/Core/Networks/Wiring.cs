namespace U2Video.Core.Networks;

/// <summary>
/// The two conventions for U²-Net weights. Their tensors have the same shapes, so weights of one convention run in a network
/// of the other without an error and give wrong masks. The names in the file tell which wiring it has.
/// </summary>
/// <param name="Name">The name in files and on the command line.</param>
/// <param name="CeilPooling">Max-pooling rounds odd sizes up, so that any picture size works.</param>
/// <param name="DeepFirst">Decoders inside a block concatenate (deep, skip); otherwise (skip, deep).</param>
public sealed record Wiring(string Name, bool CeilPooling, bool DeepFirst)
{
    /// <summary>The name of <see cref="Kimjy99"/> in files of earlier versions.</summary>
    internal const string EarlierName = "seed";

    /// <summary>As in the authors' repository, xuebinqin/U-2-Net.</summary>
    public static Wiring Official { get; } = new("official", CeilPooling: true, DeepFirst: true);

    /// <summary>As in kimjy99/u2net-pytorch; sides must divide by 32.</summary>
    public static Wiring Kimjy99 { get; } = new("kimjy99", CeilPooling: false, DeepFirst: false);

    /// <summary>Finds a wiring by its <see cref="Name"/>, or by <c>seed</c>, which is the earlier name of <see cref="Kimjy99"/>.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    internal static Wiring Parse(string name) => CurrentName(name) switch
    {
        "official" => Official,
        "kimjy99" => Kimjy99,
        _ => throw new FormatException($"There is no wiring '{name}', only official and kimjy99."),
    };

    /// <summary>The name that is used today, for a name in a file or on a command line that may be an earlier one.</summary>
    internal static string CurrentName(string name) =>
        name.Equals(EarlierName, StringComparison.OrdinalIgnoreCase) ? Kimjy99.Name : name;
}
