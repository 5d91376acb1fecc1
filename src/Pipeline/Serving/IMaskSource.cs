using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Serving;

/// <summary>Where the masks of one client's frames come from.</summary>
internal interface IMaskSource : IDisposable
{
    /// <summary>The size of the masks, and how the model wants them normalized.</summary>
    PredictorFacts Facts { get; }

    /// <summary>How the masks are normalized.</summary>
    MaskNormalization Normalization { get; }

    /// <summary>Whether it gives what a client asks for.</summary>
    bool Fits(MaskChoice choice);

    /// <summary>Called before each frame.</summary>
    /// <param name="time">The frame's time in the clip, in seconds; NaN where it is not known.</param>
    /// <param name="width">The frame's width in pixels.</param>
    /// <param name="height">The frame's height in pixels.</param>
    /// <returns>Whether the frame follows the one before it, as far as the source knows.</returns>
    /// <exception cref="Client.WorkerException">There is no mask for such a frame.</exception>
    bool MoveTo(double time, int width, int height);

    /// <summary>The mask of the frame.</summary>
    /// <param name="input">The frame at the network's size.</param>
    /// <param name="normalization">How a network has to normalize it; stored masks are normalized already.</param>
    /// <param name="cancellation">Ends the wait for a network.</param>
    /// <returns>The mask; the caller owns it.</returns>
    Mask MaskOf(Frame input, OutputNormalization normalization, CancellationToken cancellation);
}
