using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>A frame, the network's input that was made of it, and its mask, owned together.</summary>
/// <param name="Frame">The frame at its own size.</param>
/// <param name="Input">The frame at the network's size.</param>
/// <param name="Mask">The mask at the network's size.</param>
internal sealed record MaskedFrame(Frame Frame, Frame Input, Mask Mask) : IDisposable
{
    /// <summary>Whether the frame is the first of a scene, such as after a cut.</summary>
    public bool StartsScene { get; init; }

    /// <summary>The user's own mask for the frame; null where there is none.</summary>
    public GivenMask? Given { get; init; }

    /// <summary>Gives the memory of all three back.</summary>
    public void Dispose()
    {
        Frame.Dispose();
        Input.Dispose();
        Mask.Dispose();
    }
}
