using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>A frame and what the network will see of it, owned together.</summary>
/// <param name="Frame">The frame at its own size.</param>
/// <param name="Input">The frame at the network's size.</param>
internal sealed record SizedFrame(Frame Frame, Frame Input) : IDisposable
{
    /// <summary>Whether the frame has nothing to do with the one before it: the first after a cut.</summary>
    public bool StartsScene { get; init; }

    /// <summary>Gives the memory of both back.</summary>
    public void Dispose()
    {
        Frame.Dispose();
        Input.Dispose();
    }
}
