using U2Video.Core.Training.Losses;

namespace U2Video.Core.Training;

/// <summary>What is known after one step of the optimiser.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Steps done in this epoch, from 1.</param>
/// <param name="Steps">Steps in an epoch.</param>
/// <param name="Loss">The loss of this step's pictures.</param>
/// <param name="LearningRate">The rate that the step was made with.</param>
/// <param name="PicturesPerSecond">Since the run was started, validation left out.</param>
/// <param name="WaitingShare">The share of the time in which the network waited for pictures, since the run was started, 0…1.</param>
/// <param name="Remaining">The time until the last step of the last epoch, at the speed so far; validation left out.</param>
public sealed record StepRecord(
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    LossTerms Loss,
    double LearningRate,
    double PicturesPerSecond,
    double WaitingShare,
    TimeSpan Remaining);
