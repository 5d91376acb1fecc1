using U2Video.Core.Imaging;

namespace U2Video.Core.Training;

/// <summary>A picture with the network's prediction and the ground truth, for viewing.</summary>
/// <remarks>Several threads may read it, or one may change it.</remarks>
/// <param name="Name">The pair's name.</param>
/// <param name="Image">The picture at its own size.</param>
/// <param name="Prediction">The network's mask, at the size of the network's input.</param>
/// <param name="Truth">The ground truth, at the picture's own size.</param>
/// <param name="Metrics">How close the two masks are, at the picture's own size.</param>
public sealed record SamplePrediction(string Name, Frame Image, Mask Prediction, Mask Truth, MaskMetrics Metrics) : IDisposable
{
    /// <summary>Returns the memory of all three.</summary>
    public void Dispose()
    {
        Image.Dispose();
        Prediction.Dispose();
        Truth.Dispose();
    }
}
