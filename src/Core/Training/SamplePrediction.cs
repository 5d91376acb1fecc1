using U2Video.Core.Imaging;

namespace U2Video.Core.Training;

/// <summary>A picture that a network was shown, with what it said and what is true, to be looked at.</summary>
/// <remarks>Several threads may read it, or one may change it.</remarks>
/// <param name="Name">The pair's name.</param>
/// <param name="Image">The picture at its own size.</param>
/// <param name="Prediction">The network's mask, at the size that the network sees.</param>
/// <param name="Truth">The true mask, at the picture's own size.</param>
/// <param name="Metrics">How near the two masks come, at the picture's own size.</param>
public sealed record SamplePrediction(string Name, Frame Image, Mask Prediction, Mask Truth, MaskMetrics Metrics) : IDisposable
{
    /// <summary>Gives back the memory of all three.</summary>
    public void Dispose()
    {
        Image.Dispose();
        Prediction.Dispose();
        Truth.Dispose();
    }
}
