using System.Globalization;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Formats;

/// <summary>A video codec, and how ffmpeg encodes with it.</summary>
/// <param name="Name">The name that users give.</param>
/// <param name="Arguments">The encoder and its settings.</param>
/// <param name="Opaque">The pixel format of pictures without alpha.</param>
internal sealed record VideoCodec(string Name, string Arguments, string Opaque)
{
    /// <summary>The default quality, 0…100.</summary>
    public const int DefaultQuality = 75;

    /// <summary>The pixel format for odd sides, where <see cref="Opaque"/> needs even ones.</summary>
    public string? OpaqueOdd { get; init; }

    /// <summary>The pixel format for more than eight bits a sample; null where the codec has none.</summary>
    public string? Deep { get; init; }

    /// <summary>The pixel format for more than eight bits and odd sides.</summary>
    public string? DeepOdd { get; init; }

    /// <summary>The pixel format with alpha; null where the codec has none.</summary>
    public string? Alpha { get; init; }

    /// <summary>The pixel format with alpha and more than eight bits a sample.</summary>
    public string? DeepAlpha { get; init; }

    /// <summary>The pixel format for masks; <see cref="Opaque"/> if null.</summary>
    public string? Gray { get; init; }

    /// <summary>Whether it holds linear light in floating point.</summary>
    public bool IsLinear { get; init; }

    /// <summary>Further arguments where there is alpha.</summary>
    public string AlphaArguments { get; init; } = "";

    /// <summary>The further arguments with which no frame waits for a later one, and encoding takes little time.</summary>
    public string LiveArguments { get; init; } = "";

    /// <summary>A filter that ends the chain, by whether there is alpha; GIF's palettes.</summary>
    public Func<bool, string>? Filter { get; init; }

    /// <summary>The option that sets the quality, and its values at 0 and at 100; null for a lossless codec.</summary>
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
            Math.Round(range.Worst + ((range.Best - range.Worst) * (quality ?? DefaultQuality) / 100))
                .ToString(CultureInfo.InvariantCulture),
        ]
        : [];
}
