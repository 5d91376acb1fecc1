using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Fixing;

/// <summary>What was learned from a clip's corrected frames.</summary>
/// <param name="ModelPath">The learned model.</param>
/// <param name="Given">The painted masks.</param>
internal sealed record FixedClip(string ModelPath, GivenMasks Given)
{
    /// <summary>
    /// The mean absolute error of the corrected frames before and after, 0…1; null where the model had been learned by an earlier run.
    /// </summary>
    public (double Before, double After)? Errors { get; init; }
}
