using U2Video.Core.Training.Losses;

namespace U2Video.Core.Training;

/// <summary>What is known of the weights that a run begins with, where a checkpoint gave them.</summary>
/// <param name="Validation">The mean loss over all validation pictures.</param>
/// <param name="HeldOut">How near the masks of the validation pictures come to the true ones.</param>
/// <param name="HasRestoredBatchNorm">
/// Whether the checkpoint's batch normalisations had been folded into its convolutions, and were restored without changing the masks.
/// </param>
public sealed record StartRecord(LossTerms Validation, MaskMetrics HeldOut, bool HasRestoredBatchNorm);
