using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Masking;

/// <summary>A frame and its mask, owned together.</summary>
/// <param name="Frame">The frame at its own size.</param>
/// <param name="Mask">The mask at the network's size.</param>
internal sealed record MaskedFrame(Frame Frame, Mask Mask) : IDisposable
{
    /// <summary>Gives the memory of both back.</summary>
    public void Dispose()
    {
        Frame.Dispose();
        Mask.Dispose();
    }
}
