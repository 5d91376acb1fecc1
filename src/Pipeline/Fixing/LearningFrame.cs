using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Fixing;

/// <summary>A frame of the clip that a model learns from.</summary>
/// <param name="Picture">The frame; owned.</param>
/// <param name="Scene">The number of its scene.</param>
/// <param name="Mask">The mask that the user painted, which stays the owner's; null where the model's own mask is kept.</param>
internal sealed record LearningFrame(Frame Picture, int Scene, Mat? Mask) : IDisposable
{
    /// <summary>Gives the memory back.</summary>
    public void Dispose() => Picture.Dispose();
}
