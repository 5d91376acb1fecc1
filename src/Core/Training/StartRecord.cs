using U2Video.Core.Training.Losses;

namespace U2Video.Core.Training;

/// <summary>The figures of the weights that a run begins with, if they are from a checkpoint.</summary>
/// <param name="Validation">The mean loss over all validation pictures.</param>
/// <param name="HeldOut">How close the masks of the validation pictures are to the ground truth.</param>
/// <param name="HasRestoredBatchNorm">
/// Whether the checkpoint's batch normalizations had been folded into its convolutions, and were restored without changing the masks.
/// </param>
public sealed record StartRecord(LossTerms Validation, MaskMetrics HeldOut, bool HasRestoredBatchNorm);
