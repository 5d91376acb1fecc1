using System.Globalization;
using U2Video.Core.Models;

namespace U2Video.Core.Inference;

/// <summary>What decides a network's masks, known before the network is loaded.</summary>
/// <param name="ModelHash">The SHA-256 of the weights' file, hexadecimal: <see cref="ModelCatalog.HashAsync"/>.</param>
public sealed record PredictorIdentity(string ModelHash)
{
    /// <summary>What was said about the weights instead of what the file says.</summary>
    public ModelOverrides? Overrides { get; init; }

    /// <summary>The size that frames are brought to; null for the square that the model was trained for.</summary>
    public InputSizing? Sizing { get; init; }

    /// <summary>The number type of the computation.</summary>
    public Precision Precision { get; init; }

    /// <summary>Whether it computes on CUDA, which decides what <see cref="Inference.Precision.Auto"/> stands for.</summary>
    public bool IsOnCuda { get; init; }

    /// <summary>The number type that the network computes with.</summary>
    internal string NumberType => Precision.On(IsOnCuda).ToString().ToLowerInvariant();

    /// <summary>The overrides that change masks, as text; empty for none.</summary>
    internal string OverridesText => string.Join(' ', new[]
    {
        Text("wiring", Overrides?.Wiring?.Name),
        Text("channels", Overrides?.Channels?.ToString().ToLowerInvariant()),
        Text("scale", Overrides?.Scale?.ToString().ToLowerInvariant()),
        Text("mean", Triple(Overrides?.Mean)),
        Text("std", Triple(Overrides?.Std)),
        Text("size", Overrides?.InputSize?.ToString(CultureInfo.InvariantCulture)),
    }.OfType<string>());

    /// <summary>The facts of a network with these properties.</summary>
    internal PredictorFacts FactsFor(int trainedSide, OutputNormalization output) =>
        new(Sizing ?? InputSizing.Square(trainedSide), trainedSide, output);

    private static string? Text(string name, string? value) => value is null ? null : $"{name}={value}";

    private static string? Triple(IReadOnlyList<float>? values) =>
        values is null ? null : string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
