namespace U2Video.Core.Inference;

/// <summary>How fast the network was with one batch size.</summary>
/// <param name="BatchSize">The number of pictures in a batch.</param>
/// <param name="PicturesPerSecond">The speed of the fastest pass.</param>
internal readonly record struct BatchTrial(int BatchSize, double PicturesPerSecond);
