using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Training.Losses;

/// <summary>A weighted sum of losses.</summary>
internal sealed class LossMixture : IEquatable<LossMixture>
{
    private readonly IReadOnlyList<(MaskLoss Loss, double Weight)> _parts;

    /// <summary>Creates a mixture.</summary>
    /// <param name="parts">At least one loss, each once, with a weight above 0 and up to 1000.</param>
    /// <exception cref="UsageException">There is no loss, a loss occurs twice, or a weight is out of range.</exception>
    public LossMixture(IReadOnlyList<(MaskLoss Loss, double Weight)> parts)
    {
        if (parts.Count == 0 || parts.Select(part => part.Loss).Distinct().Count() < parts.Count
            || parts.Any(part => part.Weight is not (> 0 and <= 1000)))
        {
            throw new UsageException("give at least one term, each once, with weights above 0 and up to 1000.");
        }

        _parts = parts;
    }

    /// <summary>Only cross-entropy, the loss of the paper.</summary>
    public static LossMixture Default { get; } = new([(new BinaryCrossEntropy(), 1)]);

    /// <summary>The loss of a batch.</summary>
    /// <param name="logits">B×1×H×W, before the sigmoid.</param>
    /// <param name="masks">B×1×H×W, 0…1.</param>
    /// <param name="weights">How much each pixel counts, of the masks' shape and with a mean of 1; null if all count alike.</param>
    /// <returns>A scalar tensor; it belongs to the caller's dispose scope.</returns>
    internal Tensor Of(Tensor logits, Tensor masks, Tensor? weights)
    {
        using var scope = NewDisposeScope();
        return stack(_parts.Select(part => part.Loss.Of(logits, masks, weights).Times(part.Weight)))
            .sum().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', _parts.Select(part =>
        part.Weight == 1 ? part.Loss.Name : string.Create(CultureInfo.InvariantCulture, $"{part.Loss.Name}:{part.Weight}")));

    /// <inheritdoc/>
    public bool Equals(LossMixture? other) => other is not null && _parts.SequenceEqual(other._parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LossMixture);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
