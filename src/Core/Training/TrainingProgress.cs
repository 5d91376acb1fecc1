namespace U2Video.Core.Training;

/// <summary>Where a training run stands.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Batches done in this epoch.</param>
/// <param name="Steps">Batches in an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far, seven terms summed.</param>
/// <param name="PicturesPerSecond">Since the run began, validation left out.</param>
/// <param name="HeldOut">The figures on the held-out pairs, once an epoch has ended.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double PicturesPerSecond, MaskMetrics? HeldOut);
