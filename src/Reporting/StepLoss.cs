namespace U2Video.Reporting;

/// <summary>A point of the training loss's curve: one step, or the mean of a few where a run has very many.</summary>
/// <param name="Step">Steps of the run so far, from 1.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">The seven terms together.</param>
/// <param name="Fused">The term of the output that is used.</param>
/// <param name="LearningRate">The rate of the last of the steps.</param>
internal readonly record struct StepLoss(long Step, int Epoch, double Loss, double Fused, double LearningRate);
