using U2Video.Core.Imaging;
using U2Video.Pipeline.Mattes;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>A frame that waits for its mask, or for those before it.</summary>
/// <param name="Frame">The frame and its input; owned.</param>
/// <param name="Stored">Its mask from a matte file, owned; null where there is none.</param>
/// <param name="IsInput">Whether its input goes through the network.</param>
internal readonly record struct WaitingFrame(SizedFrame Frame, StoredMask? Stored, bool IsInput) : IDisposable
{
    /// <summary>Whether the mask is the network's own for this frame, so that later frames are compared with it.</summary>
    public bool IsInferred => IsInput || Stored is { IsInferred: true };

    /// <summary>The frame with its mask, which is taken over.</summary>
    public MaskedFrame With(Mask mask) => new(Frame.Frame, Frame.Input, mask) { StartsScene = Frame.StartsScene };

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Frame.Dispose();
        Stored?.Mask.Dispose();
    }
}
