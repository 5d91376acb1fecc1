using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Core.Networks;

namespace U2Video.Core.Models;

/// <summary>Everything that is needed to use weights correctly. Our files have it in their metadata.</summary>
public sealed record ModelDescription
{
    /// <summary>The smallest side that pictures can be resized to, in pixels.</summary>
    internal const int SmallestSize = 32;

    /// <summary>The largest one.</summary>
    internal const int LargestSize = 2048;

    /// <summary>Widths and wiring.</summary>
    public required U2NetVariant Variant { get; init; }

    /// <summary>How pixels become input.</summary>
    public required InputEncoding Input { get; init; }

    /// <summary>How output becomes a mask.</summary>
    public required OutputNormalization Output { get; init; }

    /// <summary>The side of the square that pictures are resized to, in pixels.</summary>
    public int InputSize { get; init; } = 320;

    /// <summary>The weights' license, if known.</summary>
    public string? License { get; init; }

    /// <summary>How the weights were made, if known.</summary>
    public string? Provenance { get; init; }

    /// <summary>The description for a foreign file of this variant, by the conventions of the code that it was trained with.</summary>
    public static ModelDescription ForForeign(U2NetVariant variant) => variant.Wiring == Wiring.Kimjy99
        ? new() { Variant = variant, Input = InputEncoding.Kimjy99, Output = OutputNormalization.None, InputSize = 256 }
        : new() { Variant = variant, Input = InputEncoding.Official, Output = OutputNormalization.MinMax };

    /// <summary>Checks a side that a user asks for.</summary>
    /// <param name="size">The side in pixels.</param>
    /// <param name="wiring">The network's wiring.</param>
    /// <param name="property">What the user set to it.</param>
    /// <returns>The same side.</returns>
    /// <exception cref="UsageException">It is out of range, or not a multiple of 32 and the wiring needs one.</exception>
    internal static int CheckSize(int size, Wiring wiring, PropertyName property)
    {
        if (size is < SmallestSize or > LargestSize)
        {
            throw new UsageException($"{property} {size}: give {SmallestSize} to {LargestSize} pixels.");
        }

        return wiring.CeilPooling || size % 32 == 0
            ? size
            : throw new UsageException($"{property} {size}: this model has kimjy99's wiring, which takes multiples of 32.");
    }

    /// <summary>The entries for a file's metadata.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var entries = new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["u2net.variant"] = Variant.Name,
            ["u2net.wiring"] = Variant.Wiring.Name,
            ["u2net.channel_order"] = Input.Channels.ToString().ToLowerInvariant(),
            ["u2net.input_scale"] = Input.Scale.ToString().ToLowerInvariant(),
            ["u2net.mean"] = Join(Input.Mean),
            ["u2net.std"] = Join(Input.Std),
            ["u2net.input_size"] = InputSize.ToString(CultureInfo.InvariantCulture),
            ["u2net.output_normalization"] = Output.ToString().ToLowerInvariant(),
        };
        if (License is not null)
        {
            entries["license"] = License;
        }

        if (Provenance is not null)
        {
            entries["provenance"] = Provenance;
        }

        return entries;
    }

    /// <summary>
    /// Reads a file's metadata. Missing entries follow the conventions of <paramref name="variant"/>'s code.
    /// </summary>
    /// <exception cref="ModelException">An entry has an invalid value.</exception>
    public static ModelDescription FromMetadata(string source, IReadOnlyDictionary<string, string> metadata, U2NetVariant variant)
    {
        var habits = ForForeign(variant);
        var description = habits with
        {
            Input = new InputEncoding(
                Read("channel_order", ParseName<ChannelOrder>, habits.Input.Channels),
                Read("input_scale", ParseName<InputScale>, habits.Input.Scale),
                Read("mean", Triple, habits.Input.Mean),
                Read("std", PositiveTriple, habits.Input.Std)),
            Output = Read("output_normalization", ParseName<OutputNormalization>, habits.Output),
            InputSize = Read("input_size", Size, habits.InputSize),
            License = metadata.GetValueOrDefault("license"),
            Provenance = metadata.GetValueOrDefault("provenance"),
        };
        description.CheckInputSize(source);
        return description;

        T Read<T>(string name, Func<string, T> parse, T otherwise)
        {
            try
            {
                return metadata.TryGetValue("u2net." + name, out var text) ? parse(text) : otherwise;
            }
            catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
            {
                throw new ModelException($"{source}: the metadata entry u2net.{name} has an invalid value.", error);
            }
        }
    }

    /// <summary>
    /// Refuses a size of the file that the wiring cannot take, so that the error names the file and not a size that the user did not give.
    /// </summary>
    /// <exception cref="ModelException">The wiring needs a multiple of 32, and the size is not one.</exception>
    internal void CheckInputSize(string source)
    {
        if (!Variant.Wiring.CeilPooling && InputSize % 32 != 0)
        {
            throw new ModelException(
                $"{source}: has the input size {InputSize}, and the wiring '{Variant.Wiring.Name}' takes multiples of 32.");
        }
    }

    // Enum.Parse alone would accept any number, and several names at once.
    private static T ParseName<T>(string text)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw new FormatException();

    private static int Size(string text) =>
        int.Parse(text, CultureInfo.InvariantCulture) is >= SmallestSize and <= LargestSize and var size ? size
            : throw new FormatException();

    private static IReadOnlyList<float> Triple(string text) =>
        text.Split(',').Select(part => float.Parse(part, CultureInfo.InvariantCulture)).ToArray() is { Length: 3 } triple
        && triple.All(float.IsFinite)
            ? triple
            : throw new FormatException();

    private static IReadOnlyList<float> PositiveTriple(string text) =>
        Triple(text) is var triple && triple.All(value => value > 0) ? triple : throw new FormatException();

    private static string Join(IEnumerable<float> values) =>
        string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
