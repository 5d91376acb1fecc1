using U2Video.Core.Training.Losses;

namespace U2Video.Core.Training;

/// <summary>What is known after an epoch and the validation that follows it.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Training">The mean loss of the epoch's steps.</param>
/// <param name="Validation">The mean loss over all validation pictures.</param>
/// <param name="HeldOut">How near the masks of the validation pictures come to the true ones.</param>
/// <param name="LearningRate">The rate of the epoch's last step.</param>
/// <param name="PicturesPerSecond">Since the run was started, validation left out.</param>
/// <param name="WaitingShare">The share of the time in which the network waited for pictures, since the run was started, 0…1.</param>
/// <param name="IsBest">Whether no earlier epoch of the run did better.</param>
public sealed record EpochRecord(
    int Epoch,
    int Epochs,
    LossTerms Training,
    LossTerms Validation,
    MaskMetrics HeldOut,
    double LearningRate,
    double PicturesPerSecond,
    double WaitingShare,
    bool IsBest);
