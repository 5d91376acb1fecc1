namespace U2Video.Core.Inference;

/// <summary>How fast the network was with one batch size.</summary>
/// <param name="BatchSize">Pictures that went through it together.</param>
/// <param name="PicturesPerSecond">In the fastest of some passes.</param>
internal readonly record struct BatchTrial(int BatchSize, double PicturesPerSecond);
