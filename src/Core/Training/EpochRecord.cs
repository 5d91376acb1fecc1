using U2Video.Core.Training.Losses;

namespace U2Video.Core.Training;

/// <summary>The figures after an epoch and its validation.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The number of all epochs.</param>
/// <param name="Training">The mean loss of the epoch's steps.</param>
/// <param name="Validation">The mean loss over all validation pictures.</param>
/// <param name="HeldOut">How close the masks of the validation pictures are to the ground truth.</param>
/// <param name="LearningRate">The rate of the epoch's last step.</param>
/// <param name="PicturesPerSecond">The speed since the run was started, without validation.</param>
/// <param name="WaitingShare">The share of the time in which the network waited for pictures, since the run was started, 0…1.</param>
/// <param name="IsBest">Whether no earlier epoch of the run was better.</param>
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
