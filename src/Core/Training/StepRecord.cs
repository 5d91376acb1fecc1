using U2Video.Core.Training.Losses;

namespace U2Video.Core.Training;

/// <summary>The figures after one step of the optimizer.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The number of all epochs.</param>
/// <param name="Step">Steps done in this epoch, from 1.</param>
/// <param name="Steps">Steps in an epoch.</param>
/// <param name="Loss">The loss of this step's pictures.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="PicturesPerSecond">The speed since the run was started, without validation.</param>
/// <param name="WaitingShare">The share of the time in which the network waited for pictures, since the run was started, 0…1.</param>
/// <param name="Remaining">The time until the last step of the last epoch, at the speed so far, without validation.</param>
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
