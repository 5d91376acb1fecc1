using System.Globalization;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Formats;

/// <summary>How a codec is asked for.</summary>
/// <param name="Name">As the user calls it.</param>
/// <param name="Arguments">The encoder and its settings.</param>
/// <param name="Opaque">The pixel format of pictures without alpha.</param>
internal sealed record VideoCodec(string Name, string Arguments, string Opaque)
{
    /// <summary>The quality that is taken where none is asked for, 0…100.</summary>
    public const int DefaultQuality = 75;

    /// <summary>For sides that are odd, where <see cref="Opaque"/> needs even ones.</summary>
    public string? OpaqueOdd { get; init; }

    /// <summary>For more than eight bits a sample; null where the codec has none.</summary>
    public string? Deep { get; init; }

    /// <summary>For more than eight bits and odd sides.</summary>
    public string? DeepOdd { get; init; }

    /// <summary>With alpha; null where the codec has none.</summary>
    public string? Alpha { get; init; }

    /// <summary>With alpha and more than eight bits a sample.</summary>
    public string? DeepAlpha { get; init; }

    /// <summary>For masks; <see cref="Opaque"/> if null.</summary>
    public string? Gray { get; init; }

    /// <summary>What is added where there is alpha.</summary>
    public string AlphaArguments { get; init; } = "";

    /// <summary>A filter that ends the chain, by whether there is alpha; GIF's palettes.</summary>
    public Func<bool, string>? Filter { get; init; }

    /// <summary>The option that sets the quality, and its values at 0 and at 100; null where nothing is lost.</summary>
    public (string Option, double Worst, double Best)? Quality { get; init; }

    /// <summary>The pixel format for frames of this layout and size.</summary>
    public string PixelFormat(PixelLayout layout, bool isOdd)
    {
        var deep = layout.BytesPerSample > 1;
        return layout switch
        {
            { HasAlpha: true } => (deep ? DeepAlpha : null) ?? Alpha!,
            { Channels: 1 } when Gray is not null => Gray,
            _ => deep && Deep is not null ? (isOdd ? DeepOdd : null) ?? Deep : (isOdd ? OpaqueOdd : null) ?? Opaque,
        };
    }

    /// <summary>The arguments that set a quality of 0…100.</summary>
    public IEnumerable<string> QualityArguments(int? quality) => Quality is { } range
        ?
        [
            range.Option,
            Math.Round(range.Worst + ((range.Best - range.Worst) * (quality ?? DefaultQuality) / 100)).ToString(CultureInfo.InvariantCulture),
        ]
        : [];
}
